import { assertEquals } from "@std/assert";
import { Combiner, type Delta, type WindowSettings } from "../../../src/pipeline/combine.ts";
import { type Login, validate } from "../../../src/pipeline/login_fields.ts";
import { login } from "../../support/logins.ts";

const allTimeOnly: WindowSettings = { sizes: [], retentionMs: 0 };
const minutes: WindowSettings = {
  sizes: [{ text: "PT1M", sizeMs: 60_000 }],
  retentionMs: 60_000,
};

function loginAt(timestampMs: number, locale = "CA"): Login {
  return { ...(validate(login) as Login), locale, timestampMs };
}

function brief({ locale, window, logins }: Delta): string {
  return `${locale} ${window === null ? "all" : window.startMs} +${logins}`;
}

Deno.test("combine() adds up logins by locale", () => {
  const combiner = new Combiner(allTimeOnly, 0);
  for (const locale of ["CA", "NY", "CA", "CA"]) combiner.add(loginAt(1000, locale), 5000);
  assertEquals(combiner.deltas().map(brief), ["CA all +3", "NY all +1"]);
});

Deno.test("combine() keeps the latest login, the latest record time and the stream time in a delta", () => {
  const combiner = new Combiner(allTimeOnly, 0);
  combiner.add(loginAt(3000), 4000);
  combiner.add(loginAt(9000), 5000);
  combiner.add(loginAt(1000), 6000);
  assertEquals(combiner.deltas(), [{
    locale: "CA",
    window: null,
    logins: 3,
    lastLoginMs: 9000,
    timestamp: 6000,
    streamTimeMs: 5000,
  }]);
});

Deno.test("combine() counts each login for all time and in its window", () => {
  const combiner = new Combiner(minutes, 0);
  for (const ms of [60_000, 30_000, 90_000]) combiner.add(loginAt(ms), 100_000);
  assertEquals(combiner.deltas().map(brief), ["CA 0 +1", "CA 60000 +2", "CA all +3"]);
});

Deno.test("combine() counts a login for a closed window only for all time and reports it as late", () => {
  const combiner = new Combiner(minutes, 120_000);
  combiner.add(loginAt(59_999), 200_000);
  assertEquals(combiner.deltas().map(brief), ["CA all +1"]);
  assertEquals(combiner.lateLogins, 1);
});

Deno.test("combine() decides lateness in the order of the records, also within a batch", () => {
  const earlyFirst = new Combiner(minutes, 0);
  earlyFirst.add(loginAt(0), 500_000);
  earlyFirst.add(loginAt(120_000), 500_000);
  assertEquals(earlyFirst.lateLogins, 0);
  const lateFirst = new Combiner(minutes, 0);
  lateFirst.add(loginAt(120_000), 500_000);
  lateFirst.add(loginAt(0), 500_000);
  assertEquals(lateFirst.lateLogins, 1);
});

Deno.test("combine() puts deltas of windows first, by time, so that none closes another", () => {
  const combiner = new Combiner(minutes, 0);
  for (const ms of [179_000, 60_000, 0]) combiner.add(loginAt(ms, `at ${ms}`), 1000);
  assertEquals(combiner.deltas().map(brief), [
    ...["at 0 0 +1", "at 60000 60000 +1", "at 179000 120000 +1"],
    ...["at 179000 all +1", "at 60000 all +1", "at 0 all +1"],
  ]);
});

Deno.test("combine() closes none of today's windows for one login dated 9999", () => {
  const combiner = new Combiner(minutes, 0);
  combiner.add(loginAt(253402300799000), 90_000);
  combiner.add(loginAt(80_000), 90_000);
  assertEquals(combiner.streamTimeMs, 90_000);
  assertEquals(combiner.lateLogins, 0);
});
