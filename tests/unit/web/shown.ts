import type { ClusterView } from "../../../src/observe/cluster_view.ts";
import { Metrics } from "../../../src/observe/metrics.ts";
import { Observer } from "../../../src/observe/observer.ts";
import { PipelineView } from "../../../src/observe/pipeline_view.ts";
import type { CountEntry } from "../../../src/pipeline/count_entry.ts";
import { CommittedCounts } from "../../../src/survey/committed_counts.ts";
import { createApp } from "../../../src/web/app.ts";
import { EventHub } from "../../../src/web/event_hub.ts";
import { LiveEvents } from "../../../src/web/live_events.ts";
import { Server, type ServerSettings } from "../../../src/web/server.ts";
import { committed } from "../observe/commits.ts";

const startMs = Date.UTC(2026, 0, 31, 12);
const minuteMs = 60_000;
const sizes = [{ text: "PT1M", sizeMs: minuteMs }] as const;

/** A locale that would run a script if it were rendered as HTML. */
export const hostileLocale = "<img src=x onerror=alert(1)>";

const cluster: ClusterView = {
  positions: () => [{
    stage: "enrich",
    topic: "user-login",
    partitions: [
      { partition: 0, owner: { memberId: "us-1", name: "host:7" }, committed: 5, start: 2, end: 9 },
      {
        partition: 1,
        owner: { memberId: "other-1", name: "host:8" },
        committed: 5,
        start: 0,
        end: 9,
      },
      { partition: 2, owner: null, committed: null, start: 0, end: 4 },
    ],
  }],
  deadLetters: () => [{
    at: new Date(startMs).toISOString(),
    topic: "user-login",
    partition: 0,
    offset: 3,
    cause: "MISSING_FIELD",
    message: "ip: is missing or null",
  }],
  schemas:
    () => [{ subject: "user-login-value", id: 3, version: 1, name: "io.fetch.login.UserLogin" }],
};

/** A count as the survey keeps it. */
export function entry(
  locale: string,
  count: number,
  windowStartMs: number | null = null,
): CountEntry {
  const window = windowStartMs === null
    ? null
    : { startMs: windowStartMs, endMs: windowStartMs + minuteMs };
  const key = window === null ? locale : `${locale}@${windowStartMs}`;
  return { key, locale, window, count, lastLoginMs: startMs };
}

/** The server of a test and its parts. */
export interface Shown extends Disposable {
  /** Sends a request with the host name localhost. */
  readonly get: (path: string, init?: RequestInit) => Promise<Response>;
  /** Sends a request for an absolute URL with exactly these headers. */
  readonly at: (url: string, init?: RequestInit) => Promise<Response>;
  readonly observer: Observer;
  readonly pipeline: PipelineView;
  readonly counts: CommittedCounts;
  readonly hub: EventHub;
  readonly clock: { ms: number };
  /** The errors that the server logged. */
  readonly errors: { readonly fields: Record<string, unknown>; readonly message: string }[];
}

/** The server with everything behind it, without a network and with a stopped clock. */
export function shown(settings: Partial<ServerSettings> = {}): Shown {
  const clock = { ms: startMs };
  const now = () => clock.ms;
  const observer = new Observer({
    workers: 1,
    stages: ["enrich", "count"],
    sessionTimeoutMs: 10_000,
    now,
  }, []);
  const counts = new CommittedCounts(sizes);
  for (const count of [entry("CO", 12), entry(hostileLocale, 3), entry("CO", 2, startMs)]) {
    counts.put(count.key, count);
  }
  const survey = { ...cluster, counts, look: () => {} };
  const service = {
    name: "login-pipeline",
    version: "1.2.3",
    appId: "login-pipeline",
    instance: "host:7",
    startedAt: new Date(startMs).toISOString(),
    workers: 1,
  };
  const topics = { input: "i", output: "o", deadLetters: "d", deltas: "x", counts: "c" };
  const pipeline = new PipelineView({ service, topics, observer, survey, now });
  const hub = new EventHub({ maxSubscribers: 2, maxQueuedBytes: 1_000 });
  const events = new LiveEvents(pipeline, hub);
  const metrics = new Metrics(
    { service, observer, cluster: survey, output: { leftOut: 0 } },
    () => new Map([["client", startMs + minuteMs]]),
  );
  observer.add(metrics);
  tell(observer);
  const errors: Shown["errors"] = [];
  const error = (...[fields, message]: unknown[]) => {
    errors.push({ fields: fields as Record<string, unknown>, message: String(message) });
  };
  const log = { warn: () => {}, error };
  const app = createApp({
    pipeline,
    events,
    metrics,
    version: service.version,
    basePath: settings.basePath ?? "",
  });
  const server = new Server(
    {
      hostname: "127.0.0.1",
      port: 0,
      token: null,
      isOpen: false,
      allowedHosts: [],
      basePath: "",
      ...settings,
    },
    log,
    () => observer.health.report(),
  );
  server.open((request) => app.fetch(request));
  const at = (url: string, init?: RequestInit) => server.handle(new Request(url, init));
  const get = (path: string, init: RequestInit = {}) => {
    const headers = { host: "localhost:8080", ...init.headers };
    return at(`http://localhost:8080${path}`, { ...init, headers });
  };
  const stop = () => {
    pipeline.stop();
    events.stop();
    metrics.stop();
  };
  return { get, at, observer, pipeline, counts, hub, clock, errors, [Symbol.dispose]: stop };
}

function tell(observer: Observer): void {
  observer.health.waitFor(null);
  for (const stage of ["enrich", "count"] as const) {
    observer.take({ event: "assigned", stage, partitions: [0], memberId: "us-1" });
  }
  observer.take({ event: "fetched", stage: "enrich", ms: 20 });
  observer.take(committed([{
    offset: 7,
    facts: { read: 4, enriched: 2, filtered: 1, "rejected.MISSING_FIELD": 1 },
    ages: { ms: [10, 30], recordsEach: 2 },
  }]));
  observer.take(committed([{ facts: { read: 2, logins: 2, counts: 1, late: 1 } }], "count"));
  observer.take({ event: "restored", stage: "count", partitions: 1, keys: 5, ms: 8 });
  const partitions = [{ partition: 0, offset: 1, keys: 5 }];
  observer.take({ event: "owned", stage: "count", partitions, ms: 9 });
  observer.take({ event: "aborted", stage: "enrich" });
}
