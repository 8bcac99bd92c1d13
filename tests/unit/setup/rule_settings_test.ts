import { assertEquals } from "@std/assert";
import { readConfig } from "../../../src/settings/config.ts";
import {
  allRulesOf,
  configUnder,
  durationText,
  rulesOf,
} from "../../../src/setup/rule_settings.ts";

function configOf(env: Readonly<Record<string, string>>) {
  return readConfig({ env: (name) => env[name], readTextFile: () => "" });
}

Deno.test("recorded rules override the settings of the environment", () => {
  const written = configOf({
    ...{ COUNTS: "false", COUNT_WINDOWS: "P1D,PT1M", COUNT_RETENTION: "PT90M" },
    ...{ MAX_LOCALES: "7", MAX_VALUE_BYTES: "5000" },
  });
  const read = configUnder(configOf({ COUNT_WINDOWS: "PT1H" }), allRulesOf(written));
  assertEquals(allRulesOf(read), allRulesOf(written));
  assertEquals([read.counts, read.maxLocales, read.countRetentionMs], [false, 7, 5_400_000]);
});

Deno.test("neither the order of windows nor the notation of a retention makes a difference", () => {
  const a = rulesOf(configOf({ COUNT_WINDOWS: "PT1M,PT1H", COUNT_RETENTION: "PT24H" }));
  const b = rulesOf(configOf({ COUNT_WINDOWS: "PT1H,PT1M", COUNT_RETENTION: "P1D" }));
  assertEquals(a, b);
});

Deno.test("a stage records the settings that decide its own results", () => {
  const { enrich, count } = rulesOf(configOf({}));
  assertEquals(Object.keys(enrich), [
    "COUNTS",
    "COUNT_WINDOWS",
    "COUNT_RETENTION",
    "MAX_VALUE_BYTES",
  ]);
  assertEquals(Object.keys(count), ["COUNT_WINDOWS", "COUNT_RETENTION", "MAX_LOCALES"]);
});

Deno.test("durationText() and the duration parser are inverse", () => {
  for (const ms of [0, 1_000, 61_000, 5_400_000, 86_400_000, 90_000_000, 604_800_000]) {
    const { countRetentionMs } = configOf({ COUNT_RETENTION: durationText(ms) });
    assertEquals(countRetentionMs, ms);
  }
});
