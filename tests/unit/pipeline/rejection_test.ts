import { assert, assertEquals } from "@std/assert";
import { Rejection, rejectionCodes } from "../../../src/pipeline/rejection.ts";

Deno.test("each rejection code has its own sentence", () => {
  const sentences = rejectionCodes.map((code) => new Rejection(code).message);
  for (const sentence of sentences) assert(sentence.length > 5);
  assertEquals(new Set(sentences).size, rejectionCodes.length);
});

Deno.test("the message of a rejection names the field", () => {
  assertEquals(new Rejection("MISSING_FIELD", "ip").message, "ip: is missing or null");
});
