import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { JsonSplitter } from "../../src/preview/json_splitter.ts";
import { anyCuts, cut } from "../support/arbitraries.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const anyObjects = fc.array(
  fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true }),
);

function split(text: string, cuts: number[], form: "array" | "objects", maxBytes = 1e6): string[] {
  const splitter = new JsonSplitter(maxBytes, form);
  const chunks = cut([...encoder.encode(text)], cuts).map((piece) => new Uint8Array(piece));
  const values = [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
  return values.map((value) => decoder.decode(value));
}

Deno.test("the JSON splitter returns the objects of an array one by one, however it is written and cut", () => {
  fc.assert(fc.property(anyObjects, anyCuts, fc.nat(3), (objects, cuts, indent) => {
    const found = split(JSON.stringify(objects, null, indent), cuts, "array");
    assertEquals(found, objects.map((object) => JSON.stringify(object)));
  }));
});

Deno.test("the JSON splitter returns objects over several lines one by one", () => {
  fc.assert(fc.property(anyObjects, anyCuts, (objects, cuts) => {
    const text = objects.map((object) => JSON.stringify(object, null, 2)).join("\r\n");
    assertEquals(split(text, cuts, "objects"), objects.map((object) => JSON.stringify(object)));
  }));
});

Deno.test("the JSON splitter passes on values that are not objects", () => {
  assertEquals(split('[{"a":1}, 5 , "x,]", null,[1,2]]', [1], "array").slice(0, 4), [
    ...['{"a":1}', "5", '"x,]"', "null"],
  ]);
});

Deno.test("the JSON splitter holds a value up to its limit and no further, whatever the input", () => {
  const text = fc.string({ unit: fc.constantFrom(...'{}[]",\\ a\n') });
  fc.assert(fc.property(text, anyCuts, fc.constantFrom("array", "objects"), (text, cuts, form) => {
    assert(split(text, cuts, form, 4).every((value) => value.length <= 5));
  }));
});
