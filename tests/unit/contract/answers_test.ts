import { assertEquals } from "@std/assert";
import type { z } from "zod";
import { components } from "../../../src/contract/components.ts";
import { made } from "../web/page/made.ts";
import { entry, type Shown, shown } from "../web/shown.ts";

/** Fails if a value has fields that its schema does not allow, or lacks some. */
function assertFits(schema: z.ZodType, value: unknown): void {
  const { error } = schema.safeParse(JSON.parse(JSON.stringify(value)));
  assertEquals(error?.issues ?? [], []);
}

async function json(scene: Shown, path: string): Promise<unknown> {
  return await (await scene.get(path)).json();
}

/** The data of the first events of a stream, by event name. */
async function events(scene: Shown, change: () => void): Promise<[string, unknown][]> {
  const { body } = await scene.get("/api/events");
  const reader = body!.getReader();
  const chunks = [await reader.read()];
  change();
  chunks.push(await reader.read());
  await reader.cancel();
  const texts = chunks.map(({ value }) => new TextDecoder().decode(value));
  return [...texts.join("").matchAll(/event: (\w+)\ndata: (.*)\n\n/g)]
    .map(([, name, data]) => [name!, JSON.parse(data!)]);
}

Deno.test("each answer of the API fits its schema", async () => {
  using scene = shown();
  scene.pipeline.step();
  for (
    const [path, schema] of [
      ["/api/status", components.Status],
      ["/api/history", components.History],
      ["/api/counts", components.Counts],
      ["/api/counts?window=PT1M", components.Counts],
      ["/api/counts/CO", components.LocaleAnswer],
      ["/api/counts/CO?window=PT1M", components.LocaleAnswer],
      ["/api/counts/XX", components.Problem],
      ["/readyz", components.Health],
      ["/livez", components.Health],
    ] as const
  ) {
    assertFits(schema, await json(scene, path));
  }
});

Deno.test("each event fits its schema, for all time and for a window", async () => {
  using scene = shown();
  const received = await events(scene, () => {
    scene.counts.put("CO", entry("CO", 13));
    scene.counts.put("CO@0", { ...entry("CO", 3, scene.clock.ms), key: "CO@0" });
  });
  const [[first, snapshot], ...changes] = received as [[string, unknown], ...[string, unknown][]];
  assertEquals([first, ...changes.map(([name]) => name)], ["snapshot", "counts", "counts"]);
  assertFits(components.Snapshot, snapshot);
  for (const [, change] of changes) assertFits(components.ChangedCounts, change);
  assertFits(components.Step, scene.pipeline.step());
});

Deno.test("the answer for a window size without counts has no bounds and fits its schema", async () => {
  using scene = shown();
  scene.counts.clear();
  const answer = await json(scene, "/api/counts?window=PT1M");
  assertFits(components.Counts, answer);
  const { windowStart, windowEnd } = components.Counts.parse(answer);
  assertEquals([windowStart, windowEnd], [null, null]);
  assertFits(components.Snapshot, scene.pipeline.snapshot());
});

Deno.test("the fake pipeline of the page's tests fits the schemas of a real one", () => {
  assertFits(components.Snapshot, made.snapshot());
});

Deno.test("a time beyond the year 9999 fits the schema", () => {
  const lastLogin = new Date(253_402_300_800_000).toISOString();
  assertFits(components.LocaleCount, { locale: "CO", count: 1, lastLogin });
});

Deno.test("a schema refuses unknown fields, negative counts, and times without a zone", () => {
  const valid = { locale: "CO", count: 1, lastLogin: "2026-01-31T12:00:00.000Z" };
  const changes = [{ extra: 1 }, { count: -1 }, { count: 0.5 }, { lastLogin: "2026-01-31T12:00" }];
  const accepted = changes.map((change) => {
    return components.LocaleCount.safeParse({ ...valid, ...change }).success;
  });
  assertEquals(accepted, [false, false, false, false]);
});
