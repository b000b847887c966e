# Built from the root of the repository:
#   docker build -f packages/deploy/docker/flagger.Dockerfile --build-arg PROVIDERS=istio,kubernetes -t flagger-ts:1.0.0 .
FROM node:24-bookworm-slim AS build
# Providers that the image holds, with commas between them; empty: all.
ARG PROVIDERS=""
ARG REVISION="unknown"
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund
RUN FLAGGER_PROVIDERS="$PROVIDERS" FLAGGER_REVISION="$REVISION" FLAGGER_BUNDLE_DIR=/out node packages/controller/bundle.ts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /src/packages/controller/package.json /src/LICENSE ./
COPY --from=build /out ./dist
USER 10001:10001
EXPOSE 8080
ENTRYPOINT ["node", "/app/dist/flagger.js"]
