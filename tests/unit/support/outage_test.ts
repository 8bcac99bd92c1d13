import { assertEquals } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import { isOutage } from "../../support/outage.ts";

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

Deno.test("isOutage() knows the errors of kafkajs for brokers that are away, however wrapped", () => {
  assertEquals(isOutage(named("KafkaJSGroupCoordinatorNotFound")), true);
  assertEquals(isOutage(new Error("outer", { cause: named("KafkaJSConnectionError") })), true);
  assertEquals(isOutage(named("KafkaJSNonRetriableError")), false);
  assertEquals(isOutage(new FatalError("broken", "mend it")), false);
});
