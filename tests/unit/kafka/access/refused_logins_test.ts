import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { FatalError, TransientError } from "../../../../src/errors.ts";
import { Refusals } from "../../../../src/kafka/access/refused_logins.ts";

const attempt = { broker: "kafka:9092", user: "me" };
const reason = new FatalError("wrong password", "set another");

function atTime() {
  const clock = { nowMs: 0 };
  return { clock, refusals: new Refusals(() => clock.nowMs) };
}

Deno.test("the first refusal is final for a user who was never accepted", () => {
  const { refusals } = atTime();
  assertStrictEquals(refusals.refuse(attempt, reason), reason);
});

Deno.test("after a final refusal no connection tries again", async () => {
  const { refusals } = atTime();
  let logins = 0;
  const login = () => {
    logins++;
    return Promise.reject(refusals.refuse(attempt, reason));
  };
  const ends = [1, 2, 3].map(() => assertRejects(() => refusals.inTurn(attempt, login)));
  for (const end of ends) assertStrictEquals(await end, reason);
  assertEquals(logins, 1);
});

Deno.test("a user who was accepted before gets two retries within 20 s", () => {
  const { clock, refusals } = atTime();
  refusals.admit(attempt);
  const kinds: string[] = [];
  for (const atMs of [0, 4_999, 5_000, 19_999, 20_000, 79_999, 80_000]) {
    clock.nowMs = atMs;
    kinds.push(outcomeOf(refusals));
  }
  assertEquals(kinds, [
    "asked TransientError",
    "TransientError",
    "asked TransientError",
    "TransientError",
    "asked FatalError",
    "FatalError",
    "asked FatalError",
  ]);
});

Deno.test("a refusal is forgotten once the user is accepted", () => {
  const { clock, refusals } = atTime();
  refusals.admit(attempt);
  refusals.refuse(attempt, reason);
  clock.nowMs = 5_000;
  refusals.admit(attempt);
  assertEquals(refusals.refuse(attempt, reason) instanceof TransientError, true);
});

Deno.test("a refusal by one broker does not affect others", () => {
  const { refusals } = atTime();
  refusals.refuse(attempt, reason);
  refusals.assertOpen({ ...attempt, broker: "other:9092" });
  refusals.assertOpen({ ...attempt, user: "you" });
  assertThrows(() => refusals.assertOpen(attempt), FatalError);
});

function outcomeOf(refusals: Refusals): string {
  try {
    refusals.assertOpen(attempt);
  } catch (error) {
    return (error as Error).name;
  }
  return `asked ${refusals.refuse(attempt, reason).name}`;
}
