import { assertEquals, assertStringIncludes } from "@std/assert";
import { hostileLocale, shown } from "./shown.ts";

Deno.test("GET /api/counts answers with counts in descending order, their total, and the window sizes", async () => {
  using scene = shown();
  assertEquals(await (await scene.get("/api/counts")).json(), {
    window: null,
    windowStart: null,
    windowEnd: null,
    total: 15,
    counts: [
      { locale: "CO", count: 12, lastLogin: "2026-01-31T12:00:00.000Z" },
      { locale: hostileLocale, count: 3, lastLogin: "2026-01-31T12:00:00.000Z" },
    ],
    windows: ["PT1M"],
    starts: [],
  });
});

Deno.test("GET /api/counts answers with the newest window, or the window of a given time", async () => {
  using scene = shown();
  const newest = await (await scene.get("/api/counts?window=PT1M")).json();
  assertEquals([newest.windowStart, newest.total], ["2026-01-31T12:00:00.000Z", 2]);
  assertEquals(newest.starts, ["2026-01-31T12:00:00.000Z"]);
  const within = await (await scene.get("/api/counts?window=PT1M&at=2026-01-31T12:00:59Z")).json();
  assertEquals(within.total, 2);
  const before = await (await scene.get("/api/counts?window=PT1M&at=2026-01-31T11:59:59Z")).json();
  assertEquals([before.windowStart, before.counts], ["2026-01-31T11:59:00.000Z", []]);
});

Deno.test("GET /api/counts/{locale} finds a locale with any characters", async () => {
  using scene = shown();
  const answer = await scene.get(`/api/counts/${encodeURIComponent(hostileLocale)}`);
  assertEquals((await answer.json()).count, 3);
});

Deno.test("a locale that is HTML is served as JSON text, never as a type that a browser executes", async () => {
  using scene = shown();
  for (const path of ["/api/counts", "/api/events", "/metrics", "/api/nothing"]) {
    const answer = await scene.get(path);
    const type = answer.headers.get("content-type") ?? "";
    assertEquals(/html|xml|script/.test(type), false, path);
    assertEquals(answer.headers.get("x-content-type-options"), "nosniff");
    await answer.body?.cancel();
  }
});

Deno.test("a request that cannot be answered gets a problem that says what to do", async () => {
  using scene = shown();
  for (
    const [path, status, says] of [
      ["/api/counts/XX", 404, "No login"],
      ["/api/counts?window=P1D", 404, "COUNT_WINDOWS"],
      ["/api/counts?window=PT1M&at=yesterday", 400, "ISO 8601"],
      ["/api/counts?at=2026-01-31T12:00:00Z", 400, "requires the parameter window"],
      ["/nothing", 404, "/api/openapi.json"],
      ["/assets/..%2Fapp.ts", 404, "no file"],
    ] as const
  ) {
    const answer = await scene.get(path);
    assertEquals(answer.headers.get("content-type"), "application/problem+json", path);
    const problem = await answer.json();
    assertEquals([answer.status, problem.status], [status, status], path);
    assertStringIncludes(problem.detail, says);
  }
});

Deno.test("GET /api/status has flow, transactions, and dead letters", async () => {
  using scene = shown();
  const status = await (await scene.get("/api/status")).json();
  assertEquals(status.flow.totals, {
    read: 4,
    enriched: 2,
    filtered: 1,
    tombstone: 0,
    rejected: 1,
    late: 1,
    logins: 2,
    counts: 1,
  });
  assertEquals(status.transactions, { committed: 2, aborted: 1 });
  assertEquals(status.deadLetters.byCause, [{ cause: "MISSING_FIELD", count: 1 }]);
  assertEquals(status.deadLetters.newest[0].offset, 3);
  assertEquals(status.service.now, "2026-01-31T12:00:00.000Z");
});

Deno.test("GET /api/status has the owner of each partition, and the newest commit of our own", async () => {
  using scene = shown();
  const { partitions } = await (await scene.get("/api/status")).json();
  const told = partitions.map((
    { owner, isOurs, state, committed, end, lag }: Record<string, unknown>,
  ) => [owner, isOurs, state, committed, end, lag]);
  assertEquals(told, [
    ["host:7", true, "running", 7, 9, 4],
    ["host:8", false, "elsewhere", 5, 9, 4],
    [null, false, "unowned", null, 4, 4],
  ]);
});

Deno.test("GET /api/history has a sample for each step, and the counts of the leaders over time", async () => {
  using scene = shown();
  scene.pipeline.step();
  scene.clock.ms += 5_000;
  scene.pipeline.step();
  const { samples, counts, stepSeconds } = await (await scene.get("/api/history")).json();
  assertEquals([stepSeconds, samples.length], [5, 2]);
  assertEquals([samples[0].read, samples[0].committed, samples[0].aborted], [4, 2, 1]);
  assertEquals([samples[1].read, samples[1].committed], [0, 0]);
  assertEquals(counts.locales[0], { locale: "CO", counts: [12, 12] });
  assertEquals(counts.at.length, 2);
});
