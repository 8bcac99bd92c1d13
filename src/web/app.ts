import { Hono } from "hono";
import type { Metrics } from "../observe/metrics.ts";
import type { PipelineView } from "../observe/pipeline_view.ts";
import { answerCounts, answerLocale } from "./counts_handlers.ts";
import type { LiveEvents } from "./live_events.ts";
import { livePage } from "./live_page.ts";
import { openapiDocument } from "./openapi/document.ts";
import { pageFile } from "./page_files.ts";
import { problemResponse } from "./problem.ts";

/** Where the answers come from. */
export interface AppParts {
  readonly pipeline: PipelineView;
  readonly events: LiveEvents;
  readonly version: string;
  /** The path under which a proxy serves this; empty for the root. */
  readonly basePath: string;
  readonly metrics: Pick<Metrics, "text" | "contentType">;
}

/** Everything that is served besides the health endpoints. */
export function createApp({ pipeline, events, metrics, version, basePath }: AppParts): Hono {
  const app = new Hono();
  app.use("/api/*", async (_, next) => {
    pipeline.look();
    await next();
  });
  app.get("/api/status", (c) => c.json(pipeline.status()));
  app.get("/api/history", (c) => c.json(pipeline.history()));
  app.get("/api/counts", (c) => answerCounts(pipeline, new URL(c.req.url).searchParams));
  app.get("/api/counts/:locale", (c) => {
    return answerLocale(pipeline, c.req.param("locale"), new URL(c.req.url).searchParams);
  });
  app.get("/api/events", (c) => answerEvents(events, c.req.raw.method));
  app.get("/api/openapi.json", (c) => c.json(openapiDocument(version, basePath)));
  app.get("/metrics", async () => {
    return new Response(await metrics.text(), { headers: { "content-type": metrics.contentType } });
  });
  app.get("/", () => {
    pipeline.look();
    return livePage(pipeline.snapshot());
  });
  app.get("/assets/:file", (c) => pageFile(c.req.param("file")));
  app.notFound(() => notFound());
  app.onError((error) => {
    throw error; // the server logs it like its own errors
  });
  return app;
}

function answerEvents(events: LiveEvents, method: string): Response {
  // Without this header, nginx holds events back until its buffer is full.
  const headers = { "content-type": "text/event-stream", "x-accel-buffering": "no" };
  if (method === "HEAD") return new Response(null, { headers }); // no one would read the stream
  const stream = events.subscribe();
  if (stream === null) {
    const detail = "The limit of event streams is reached; try again later.";
    return problemResponse({ status: 503, title: "Too many readers", detail }, {
      "retry-after": "10",
    });
  }
  return new Response(stream, { headers });
}

function notFound(): Response {
  const detail = "Nothing is served at this address; /api/openapi.json lists all addresses.";
  return problemResponse({ status: 404, title: "Not found", detail });
}
