import { assertEquals } from "@std/assert";
import type { Snapshot } from "../../../../src/contract/snapshot.ts";
import { modelOf, withCounts, withSample } from "../../../../src/web/page/model.js";
import { made } from "./made.ts";

Deno.test("a snapshot replaces the whole model", () => {
  const snapshot = made.snapshot();
  const counts = { ...snapshot.counts, total: 1, counts: snapshot.counts.counts.slice(0, 1) };
  const changed: Snapshot = { ...snapshot, counts, windows: {} };
  const model = modelOf(changed);
  assertEquals(model.allTime.counts.size, 1);
  assertEquals(model.windows.size, 0);
});

Deno.test("an event of a window leaves all-time counts unchanged", () => {
  const before = modelOf(made.snapshot());
  const event = { ...made.counts.answer("PT1M", null), total: 7 };
  const after = withCounts(before, event);
  assertEquals(after.allTime, before.allTime);
  assertEquals(after.windows.get("PT1M")?.total, 7);
  assertEquals(after.windows.get("PT1H"), before.windows.get("PT1H"));
});

Deno.test("the history keeps 15 minutes, and each series has one value for each time", () => {
  let model = modelOf(made.snapshot());
  const { sample } = model.history.samples.map((sample) => ({ sample })).at(-1)!;
  for (let step = 1; step <= 200; step++) {
    const at = new Date(Date.parse(sample.at) + step * 5000).toISOString();
    model = withSample(model, {
      sample: { ...sample, at },
      locales: [{ locale: "CO", count: step }, { locale: "new", count: 1 }],
    });
  }
  const { samples, counts } = model.history;
  assertEquals(samples.length, 180);
  assertEquals(counts.at.length, 180);
  assertEquals(counts.locales.map(({ locale }) => locale), ["CO", "new"]);
  for (const series of counts.locales) assertEquals(series.counts.length, 180);
  assertEquals(counts.locales[0]?.counts.at(-1), 200);
});

Deno.test("a locale that starts to lead has no earlier counts", () => {
  const model = modelOf(made.snapshot());
  const last = model.history.samples.at(-1)!;
  const at = new Date(Date.parse(last.at) + 5000).toISOString();
  const locales = [{ locale: "new", count: 5 }];
  const [series] = withSample(model, { sample: { ...last, at }, locales }).history.counts.locales;
  assertEquals(series?.counts.slice(-2), [null, 5]);
});
