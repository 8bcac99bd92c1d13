import { assertEquals, assertStringIncludes } from "@std/assert";
import { hostileLocale, shown } from "./shown.ts";

Deno.test("counts are told largest first, with their total and the windows there are", async () => {
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

Deno.test("counts of a window are those of the newest, or of the one that a time lies in", async () => {
  using scene = shown();
  const newest = await (await scene.get("/api/counts?window=PT1M")).json();
  assertEquals([newest.windowStart, newest.total], ["2026-01-31T12:00:00.000Z", 2]);
  assertEquals(newest.starts, ["2026-01-31T12:00:00.000Z"]);
  const within = await (await scene.get("/api/counts?window=PT1M&at=2026-01-31T12:00:59Z")).json();
  assertEquals(within.total, 2);
  const before = await (await scene.get("/api/counts?window=PT1M&at=2026-01-31T11:59:59Z")).json();
  assertEquals([before.windowStart, before.counts], ["2026-01-31T11:59:00.000Z", []]);
});

Deno.test("a locale is found by its name, whatever characters that has", async () => {
  using scene = shown();
  const answer = await scene.get(`/api/counts/${encodeURIComponent(hostileLocale)}`);
  assertEquals((await answer.json()).count, 3);
});

Deno.test("a locale that is HTML is JSON text, and never a type that a browser runs", async () => {
  using scene = shown();
  for (const path of ["/api/counts", "/api/events", "/metrics", "/api/nothing"]) {
    const answer = await scene.get(path);
    const type = answer.headers.get("content-type") ?? "";
    assertEquals(/html|xml|script/.test(type), false, path);
    assertEquals(answer.headers.get("x-content-type-options"), "nosniff");
    await answer.body?.cancel();
  }
});

Deno.test("what cannot be answered is a problem that says what to do", async () => {
  using scene = shown();
  for (
    const [path, status, says] of [
      ["/api/counts/XX", 404, "No login"],
      ["/api/counts?window=P1D", 404, "COUNT_WINDOWS"],
      ["/api/counts?window=PT1M&at=yesterday", 400, "ISO 8601"],
      ["/api/counts?at=2026-01-31T12:00:00Z", 400, "needs a window"],
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

Deno.test("the status tells flow, partitions, dead letters and latency", async () => {
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

Deno.test("each partition has its owner, ours with the newest commit", async () => {
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

Deno.test("the history has a sample for each step, and the leaders' counts over time", async () => {
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
