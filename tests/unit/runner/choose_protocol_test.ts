import { assertEquals } from "@std/assert";
import { choiceOf } from "../../../src/runner/choose_protocol.ts";

const reasons = {
  wantsFirst: "TRANSACTION_PROTOCOL=first",
  wantsSecond: "TRANSACTION_PROTOCOL=second",
  hasNone: "the brokers do not have transaction.version 2 (Kafka 4.0), which saves two of five " +
    "requests",
  isAlone: "one broker with transaction.version 2",
  isFaster: "it is the faster one with 3 brokers",
};

const table = [
  // wanted, has the second, brokers: chosen, reason
  ["first", false, 1, "first", reasons.wantsFirst],
  ["first", true, 1, "first", reasons.wantsFirst],
  ["second", false, 1, "first", reasons.hasNone],
  ["second", true, 1, "second", reasons.wantsSecond],
  ["second", true, 3, "second", reasons.wantsSecond],
  ["auto", false, 1, "first", reasons.hasNone],
  ["auto", false, 3, "first", reasons.hasNone],
  ["auto", true, 1, "second", reasons.isAlone],
  ["auto", true, 3, "first", reasons.isFaster],
] as const;

Deno.test("the protocol follows the setting, what the brokers support, and how many there are", () => {
  for (const [wanted, hasSecond, brokers, chosen, reason] of table) {
    for (const canList of [true, false]) {
      const { protocol, reason: given } = choiceOf(wanted, { hasSecond, canList, brokers });
      const row = `${wanted}, ${hasSecond}, ${brokers}`;
      assertEquals([protocol.name, given], [chosen, reason], row);
    }
  }
});
