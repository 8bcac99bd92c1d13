import { assert, assertEquals } from "@std/assert";
import { Rejection, rejectionCodes } from "../../../src/pipeline/rejection.ts";

Deno.test("each code has a sentence of its own", () => {
  const sentences = rejectionCodes.map((code) => new Rejection(code).message);
  for (const sentence of sentences) assert(sentence.length > 5);
  assertEquals(new Set(sentences).size, rejectionCodes.length);
});

Deno.test("the message names the field at fault", () => {
  assertEquals(new Rejection("MISSING_FIELD", "ip").message, "ip: is missing or null");
});
