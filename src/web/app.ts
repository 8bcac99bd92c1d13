import { Hono } from "hono";
import type { Dashboard } from "../observe/dashboard.ts";
import type { Metrics } from "../observe/metrics.ts";
import { answerCounts, answerLocale } from "./counts_handlers.ts";
import type { LiveEvents } from "./live_events.ts";
import { openapiDocument } from "./openapi/document.ts";
import { pageFile } from "./page_files.ts";
import { problemResponse } from "./problem.ts";

/** What the answers are made of. */
export interface AppParts {
  readonly dashboard: Dashboard;
  readonly events: LiveEvents;
  readonly version: string;
  /** Where a proxy shows all of this; empty for the root. */
  readonly basePath: string;
  readonly metrics: Pick<Metrics, "text" | "contentType">;
}

/** All that is served besides the health endpoints. */
export function createApp({ dashboard, events, metrics, version, basePath }: AppParts): Hono {
  const app = new Hono();
  app.use("/api/*", async (_, next) => {
    dashboard.look();
    await next();
  });
  app.get("/api/status", (c) => c.json(dashboard.status()));
  app.get("/api/history", (c) => c.json(dashboard.history()));
  app.get("/api/counts", (c) => answerCounts(dashboard, new URL(c.req.url).searchParams));
  app.get("/api/counts/:locale", (c) => {
    return answerLocale(dashboard, c.req.param("locale"), new URL(c.req.url).searchParams);
  });
  app.get("/api/events", (c) => answerEvents(events, c.req.raw.method));
  app.get("/api/openapi.json", (c) => c.json(openapiDocument(version, basePath)));
  app.get("/metrics", async () => {
    return new Response(await metrics.text(), { headers: { "content-type": metrics.contentType } });
  });
  app.get("/", () => pageFile("index.html"));
  app.get("/assets/:file", (c) => pageFile(c.req.param("file")));
  app.notFound(() => notFound());
  app.onError((error) => {
    throw error; // the server tells of it, as of its own
  });
  return app;
}

function answerEvents(events: LiveEvents, method: string): Response {
  // nginx would keep the events to itself until its buffer is full.
  const headers = { "content-type": "text/event-stream", "x-accel-buffering": "no" };
  if (method === "HEAD") return new Response(null, { headers }); // nobody would read the stream
  const stream = events.subscribe();
  if (stream === null) {
    const detail = "There are as many readers of events as there may be; try again later.";
    return problemResponse({ status: 503, title: "Too many readers", detail }, {
      "retry-after": "10",
    });
  }
  return new Response(stream, { headers });
}

function notFound(): Response {
  const detail = "There is nothing at this address; /api/openapi.json lists what there is.";
  return problemResponse({ status: 404, title: "Not found", detail });
}
