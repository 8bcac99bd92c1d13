import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { LineSplitter } from "../../src/preview/line_splitter.ts";
import { anyCuts, cut } from "../support/arbitraries.ts";

Deno.test("lines are the same however their bytes are split into chunks", () => {
  const anyBytes = fc.array(fc.oneof(fc.constant(10), fc.nat(255)), { maxLength: 200 });
  fc.assert(fc.property(anyBytes, anyCuts, fc.integer({ min: 1, max: 9 }), (bytes, cuts, max) => {
    const splitter = new LineSplitter(max);
    const chunks = cut(bytes, cuts).map((piece) => new Uint8Array(piece));
    const lines = [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
    const whole = String.fromCharCode(...bytes).split("\n");
    if (whole.at(-1) === "") whole.pop();
    assertEquals(
      lines.map((line) => String.fromCharCode(...line)),
      whole.map((line) => line.slice(0, max + 1)),
    );
  }));
});
