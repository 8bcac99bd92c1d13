import { assertEquals } from "@std/assert";
import { messageOf, partsOf } from "../../src/errors.ts";

Deno.test("an error that groups several names each of them and its topic", () => {
  const parts = [
    Object.assign(new Error("Replication-factor is invalid"), { topic: "user-login" }),
    new AggregateError([new Error("refused"), "unreachable"], "no address answers"),
  ];
  const whole = Object.assign(new Error("Topic creation errors"), { errors: parts });
  assertEquals(
    messageOf(whole),
    "Topic creation errors: user-login: Replication-factor is invalid; " +
      "no address answers: refused; unreachable",
  );
  assertEquals(partsOf(whole), parts);
});

Deno.test("messageOf() returns the text of a single error and of any other thrown value", () => {
  for (const [thrown, text] of [[new Error("one"), "one"], ["two", "two"], [null, "null"]]) {
    assertEquals([messageOf(thrown), partsOf(thrown)], [text as string, []]);
  }
});
