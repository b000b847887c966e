# Built from the root of the repository:
#   docker build -f packages/deploy/docker/loadtester.Dockerfile -t flagger-ts-loadtester:1.0.0 .
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund
RUN node packages/loadtester/bundle.ts

FROM golang:1.26-bookworm AS tools
ENV CGO_ENABLED=0 GOBIN=/out
RUN go install helm.sh/helm/v3/cmd/helm@v3.20.2 \
  && go install github.com/bojand/ghz/cmd/ghz@v0.120.0 \
  && go install github.com/grpc-ecosystem/grpc-health-probe@v0.4.35 \
  && mv /out/grpc-health-probe /out/grpc_health_probe

FROM registry.k8s.io/kubectl:v1.36.2 AS kubectl

FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends bash bats ca-certificates curl git hey jq wget wrk \
  && rm -rf /var/lib/apt/lists/*
# Helm and others keep files in the home folder; the rest of the image may be read-only.
ENV NODE_ENV=production HOME=/tmp
WORKDIR /app
COPY --from=tools /out/ /usr/local/bin/
COPY --from=kubectl /bin/kubectl /usr/local/bin/
COPY --from=build /src/packages/loadtester/package.json /src/LICENSE ./
COPY --from=build /src/packages/loadtester/dist/loadtester.js* ./dist/
COPY --from=build /src/packages/loadtester/protos/ /tmp/ghz/
USER 100:101
EXPOSE 8080
ENTRYPOINT ["node", "/app/dist/loadtester.js"]
CMD ["-port=8080"]
