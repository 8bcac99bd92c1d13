import { assertEquals } from "@std/assert";
import { twoStages } from "../../../src/pipeline/two_stages.ts";
import { deltas, table } from "../../support/deltas.ts";
import { batchesOf, StageDriver } from "../../support/pipeline_driver.ts";
import { codecsOf, readOutput, windowedSettings } from "../../support/pipeline_settings.ts";

const minute = 60_000;

function capped(maxLocales: number) {
  return new StageDriver(twoStages({ ...windowedSettings, maxLocales }).count, codecsOf);
}

Deno.test("locales beyond MAX_LOCALES are counted together, also in windows, and no login is lost", () => {
  const stage = capped(2);
  const window = [0, minute] as const;
  const names = ["CA", "NY", "TX", "WA"];
  const outputs = stage.process(deltas(
    ...names.flatMap((locale) => [{ locale, delta: 2 }, { locale, delta: 2, window }]),
  ));
  const suffix = "@1970-01-01T00:00:00.000Z/PT1M";
  assertEquals(Object.fromEntries(table(outputs)), {
    ...{ CA: 2, NY: 2, "~other-3": 4 },
    ...{ [`CA${suffix}`]: 2, [`NY${suffix}`]: 2, [`~other-3${suffix}`]: 4 },
  });
  assertEquals(readOutput(outputs.at(-1)!)["locale"], "~other-3");
  assertEquals(stage.facts, { read: 8, counts: 6, logins: 8, overflowed: 4 });
});

Deno.test("a locale that has a count keeps its name, even if MAX_LOCALES is lowered", () => {
  const { count } = twoStages(windowedSettings);
  const before = new StageDriver(count, codecsOf);
  const written = before.process(deltas({ locale: "CA" }, { locale: "NY" }));
  const lowered = twoStages({ ...windowedSettings, maxLocales: 1 }).count;
  const state = lowered.begin(before.memos.get(3)!);
  const [log] = batchesOf("counts", written);
  for (const record of log!.records) lowered.changelog!.restore(state, record, codecsOf(log!));
  const batch = deltas({ locale: "NY" }, { locale: "TX" });
  const { outputs } = lowered.process(state, batch, codecsOf(batch));
  assertEquals(table(outputs), [["NY", 2], ["~other-3", 1]]);
});

Deno.test("no login raises the overflow count of another partition, whatever its locale", () => {
  const outputs = capped(10).process(deltas({ locale: "~other-1" }, { locale: "~other-3@x" }));
  assertEquals(table(outputs), [["~other-3", 2]]);
});

Deno.test("the overflow count does not use up a named locale", () => {
  const stage = capped(1);
  stage.process(deltas({ locale: "~other-3" }));
  assertEquals(table(stage.process(deltas({ locale: "CA" }))), [["CA", 1]]);
});
