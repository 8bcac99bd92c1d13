import { assert, assertEquals } from "@std/assert";
import { CountLedger } from "../../../src/audit/count_ledger.ts";
import { countIdOf } from "../../../src/audit/count_sums.ts";
import { streamTimeHeader } from "../../../src/pipeline/combine.ts";
import { utf8 } from "../../support/logins.ts";

const hour = { startMs: 0, endMs: 3_600_000 };
const settings = { windows: { sizes: [], retentionMs: 1_000 }, maxLocales: 2 };

/** A delta of one login, which moves stream time to its own time. */
function take(
  ledger: CountLedger,
  offset: number,
  locale: string,
  loginMs: number,
  window = false,
) {
  const record = {
    offset,
    timestamp: 9e12,
    key: null,
    value: null,
    headers: [[streamTimeHeader, utf8(String(loginMs))] as const],
  };
  const [start, end] = window ? [hour.startMs, hour.endMs] : [null, null];
  ledger.take(0, record, {
    locale,
    window_start: start,
    window_end: end,
    delta: 1,
    last_login: loginMs,
  });
}

Deno.test("a count ledger adds a delta that is late for its window to the sums, but to no count", () => {
  const ledger = new CountLedger(() => settings);
  take(ledger, 0, "RU", 5, true);
  take(ledger, 1, "RU", hour.endMs + 1_000);
  assert(ledger.isClosed(hour, 0));
  take(ledger, 2, "RU", 6, true);
  assertEquals(ledger.find("RU", hour)?.countAt(Infinity), 1);
  assertEquals(ledger.logged.get(countIdOf("RU", hour))?.logins, 2);
  assertEquals(ledger.find("RU", null)?.countAt(Infinity), 1);
});

Deno.test("a count ledger marks a partition as overflowing at one locale more than MAX_LOCALES", () => {
  const ledger = new CountLedger(() => settings);
  for (const [offset, locale] of ["A", "B", "A"].entries()) take(ledger, offset, locale, 1);
  assertEquals(ledger.hasOverflow(0), false);
  take(ledger, 3, "C", 1);
  assertEquals([ledger.hasOverflow(0), ledger.hasOverflow(1)], [true, false]);
});

Deno.test("a count ledger marks a partition as overflowing if a locale has the name of an overflow", () => {
  const ledger = new CountLedger(() => settings);
  take(ledger, 0, "~other-7", 1);
  assert(ledger.hasOverflow(0));
});
