import { assertEquals } from "@std/assert";
import { runsInRound, runsInWarmUp } from "../../../bench/parts.ts";

const parts = ["every round", "one round", "few records", "latency only"] as const;

Deno.test("only a contestant of every round is part of the warm-up", () => {
  assertEquals(parts.filter((part) => runsInWarmUp({ part })), ["every round"]);
});

Deno.test("the throughput of a contestant of latency alone is measured in no round", () => {
  assertEquals(parts.filter((part) => runsInRound({ part }, 0)), [
    ...["every round", "one round", "few records"],
  ]);
  assertEquals(parts.filter((part) => runsInRound({ part }, 1)), ["every round", "few records"]);
});
