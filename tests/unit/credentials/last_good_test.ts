import { assertEquals, assertThrows } from "@std/assert";
import { LastGood } from "../../../src/credentials/last_good.ts";

Deno.test("current() returns a renewed value", () => {
  const texts = ["old", "new"];
  const source = new LastGood(() => texts.shift()!);
  assertEquals([source.current(), source.current()], ["old", "new"]);
});

Deno.test("current() returns the last good value when a read fails", () => {
  const reads = [() => "old", fails, () => "new"];
  const source = new LastGood(() => reads.shift()!());
  assertEquals([source.current(), source.current(), source.current()], ["old", "old", "new"]);
});

Deno.test("current() throws if no read has ever succeeded", () => {
  assertThrows(() => new LastGood(fails).current(), Error, "half written");
  assertEquals(new LastGood(fails, "known before").current(), "known before");
});

function fails(): string {
  throw new Error("half written");
}
