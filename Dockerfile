# An image that holds pond's executable and what it links to, and nothing else.
#
#   deno task compile --official --target linux-x64 && docker build -t pond .
#   docker run --rm -v "$PWD:/data" --user "$(id -u):$(id -g)" pond list
#
# For arm64: --build-arg PLATFORM=linux-arm64. A build that is to be the same tomorrow names the base by its digest:
# --build-arg BASE=gcr.io/distroless/cc-debian12@sha256:…
ARG BASE=gcr.io/distroless/cc-debian12:nonroot
FROM ${BASE}

ARG PLATFORM=linux-x64
COPY --chmod=0755 dist/pond-${PLATFORM} /usr/local/bin/pond
COPY LICENSE NOTICE /usr/share/doc/pond/

# What distroless calls nonroot.
USER 65532:65532
WORKDIR /data
ENTRYPOINT ["/usr/local/bin/pond"]
CMD ["--help"]
