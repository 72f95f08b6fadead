# syntax=docker/dockerfile:1
# The program in an image: production files in one layer, and a user without rights.
FROM node:22-slim AS build
WORKDIR /source
COPY . .
RUN npm ci --ignore-scripts \
  && npm rebuild esbuild \
  && npm pack --silent --pack-destination /tmp \
  && npm install --global --prefix /program --offline --no-audit --no-fund /tmp/bedrock-conformance-*.tgz

FROM node:22-slim
COPY --from=build /program /usr/local
WORKDIR /home/node
USER 1000
ENTRYPOINT ["bedrock-conformance"]
CMD ["--help"]
