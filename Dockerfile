ARG DENO_VERSION=2.9.6

FROM denoland/deno:${DENO_VERSION} AS build
WORKDIR /app
COPY deno.json deno.lock ./
COPY jsr/ jsr/
COPY src/deno.json src/
COPY src/web/page/deno.json src/web/page/
RUN deno ci --prod
COPY schemas/ schemas/
COPY src/ src/
RUN deno cache --frozen src/main.ts src/commands/create_topics.ts \
    src/commands/register_schemas.ts src/commands/generate.ts src/commands/consume.ts

FROM denoland/deno:distroless-${DENO_VERSION}
ENV DENO_NO_PROMPT=1 DENO_NO_UPDATE_CHECK=1 NO_COLOR=1
WORKDIR /app
COPY --from=build /deno-dir /deno-dir
COPY --from=build /app /app
USER 65532:65532
EXPOSE 8080
# A fetch alone succeeds on a 503 too, so the status decides.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["/bin/deno", "eval", "--no-config", "const port = Deno.env.get('HTTP_PORT') || 8080; \
const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null); \
Deno.exit(answer?.ok ? 0 : 1)"]
# Another program of src/commands takes the place of these words.
ENTRYPOINT ["/tini", "--", "/bin/deno", "run", "--cached-only", "--frozen"]
CMD ["-P=processor", "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=100", "src/main.ts"]
