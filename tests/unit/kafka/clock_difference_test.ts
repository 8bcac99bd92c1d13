import { assertEquals, assertMatch } from "@std/assert";
import { clocksDiffer } from "../../../src/kafka/clock_difference.ts";
import { RefusedTimesError } from "../../../src/kafka/refused_times.ts";

const hourMs = 3_600_000;
const brokerMs = 1_764_483_390_756;
const topics = [{ topic: "user-login", timestampAfterMaxMs: hourMs }];

function refusal(topic = "user-login"): Error {
  const range = { low: 0, high: brokerMs + hourMs };
  return new Error("wrapped", { cause: new RefusedTimesError([{ topic, range }], null) });
}

Deno.test("clocksDiffer() says by how much this machine's clock and the broker's differ", () => {
  const said = (aheadMs: number) => clocksDiffer(refusal(), topics, brokerMs + aheadMs)?.message;
  assertMatch(said(3 * hourMs)!, /^The clock of this machine is 3 h ahead of that of the broker/);
  assertMatch(said(-hourMs / 2)!, /is 30 min behind that of the broker that leads "user-login"/);
  assertMatch(said(100 * 60_000)!, /is 1 h 40 min ahead of/);
});

Deno.test("clocksDiffer() returns null for equal or unknown clocks", () => {
  assertEquals(clocksDiffer(refusal(), topics, brokerMs + 59_000), null);
  assertEquals(clocksDiffer(refusal("another"), topics, brokerMs + 3 * hourMs), null);
  assertEquals(clocksDiffer(refusal(), [{ topic: "user-login" }], brokerMs + 3 * hourMs), null);
  assertEquals(clocksDiffer(new Error("gone"), topics, 0), null);
});
