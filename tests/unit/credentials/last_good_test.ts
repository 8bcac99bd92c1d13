import { assertEquals, assertThrows } from "@std/assert";
import { LastGood } from "../../../src/credentials/last_good.ts";

Deno.test("what is renewed is used the next time", () => {
  const texts = ["old", "new"];
  const source = new LastGood(() => texts.shift()!);
  assertEquals([source.current(), source.current()], ["old", "new"]);
});

Deno.test("what cannot be read for a moment is used as it was before", () => {
  const reads = [() => "old", fails, () => "new"];
  const source = new LastGood(() => reads.shift()!());
  assertEquals([source.current(), source.current(), source.current()], ["old", "old", "new"]);
});

Deno.test("what could never be read is the caller's trouble", () => {
  assertThrows(() => new LastGood(fails).current(), Error, "half written");
  assertEquals(new LastGood(fails, "known before").current(), "known before");
});

function fails(): string {
  throw new Error("half written");
}
