import { assertAlmostEquals, assertEquals } from "@std/assert";
import { correctMoment } from "../../../../src/kafka/corrections/moments.ts";

const hourMs = 3_600_000;
const toleranceMs = 1_000;

/** As in kafkajs: a moment that the constructor leaves open, or sets. */
class Request {
  declare sentAt: number | null;
  static {
    correctMoment(this, "sentAt");
  }

  constructor(sentAt: number | null) {
    this.sentAt = sentAt;
  }
}

/** Runs a body with a clock that is wrong by this offset. */
function withClockSet(offsetMs: number, body: () => void): void {
  const now = Date.now;
  Date.now = () => now() + offsetMs;
  try {
    body();
  } finally {
    Date.now = now;
  }
}

for (const offsetMs of [-hourMs, hourMs]) {
  Deno.test(`a past moment keeps its distance after the clock was set by ${offsetMs} ms`, () => {
    const request = new Request(Date.now() - 20_000);
    withClockSet(offsetMs, () => {
      assertAlmostEquals(Date.now() - request.sentAt!, 20_000, toleranceMs);
    });
  });
}

Deno.test("a future moment keeps its distance after the clock was set", () => {
  const request = new Request(Date.now() + 5_000);
  withClockSet(-hourMs, () => assertAlmostEquals(request.sentAt! - Date.now(), 5_000, toleranceMs));
});

Deno.test("a missing moment stays null, and each object has its own moment", () => {
  const early = new Request(1_000);
  const none = new Request(null);
  assertEquals(none.sentAt, null);
  assertAlmostEquals(early.sentAt!, 1_000, toleranceMs);
});
