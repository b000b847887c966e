# Built from the root of the repository:
#   docker build -f packages/deploy/docker/loadtester.Dockerfile -t flagger-ts-loadtester:1.0.0 .
FROM node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && node packages/loadtester/bundle.ts

FROM golang:1.26 AS tools
ENV CGO_ENABLED=0 GOBIN=/out
RUN go install helm.sh/helm/v3/cmd/helm@v3.20.2 && go install github.com/bojand/ghz/cmd/ghz@v0.120.0

FROM node:24-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends bash bats ca-certificates curl git hey jq wget wrk \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=tools /out/ /usr/local/bin/
COPY --from=build /src/packages/loadtester/package.json ./package.json
COPY --from=build /src/packages/loadtester/dist/loadtester.js* ./dist/
USER 100:101
EXPOSE 8080
ENTRYPOINT ["node", "/app/dist/loadtester.js"]
CMD ["-port=8080"]
