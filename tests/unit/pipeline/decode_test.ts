import { assertEquals, assertThrows } from "@std/assert";
import type { Codecs } from "../../../src/pipeline/avro_codec.ts";
import { decode } from "../../../src/pipeline/decode.ts";
import { Rejection, type RejectionCode } from "../../../src/pipeline/rejection.ts";
import { avroFrame } from "../../support/avro_frame.ts";
import { frame, inputBatch, json, login, utf8, withoutUnset } from "../../support/logins.ts";
import { codecsOf, incompatibleId, schemaIds } from "../../support/pipeline_settings.ts";

const maxValueBytes = 1000;

function decoded(value: Uint8Array): unknown {
  const record = decode(value, codecsOf(inputBatch([value])), maxValueBytes);
  return record instanceof Rejection ? record : withoutUnset(record);
}

function assertRejected(value: Uint8Array, code: RejectionCode): void {
  assertEquals(decoded(value), new Rejection(code));
}

Deno.test("JSON and Avro frames are told apart record by record", () => {
  assertEquals(decoded(json(login)), login);
  assertEquals(decoded(avroFrame(login)), login);
});

Deno.test("a value without bytes is refused, it is no tombstone", () => {
  assertRejected(new Uint8Array(), "EMPTY_VALUE");
});

Deno.test("a value may be as large as the limit and no larger", () => {
  const padded = (bytes: number) => utf8(JSON.stringify(login).padEnd(bytes));
  assertEquals(decoded(padded(maxValueBytes)), login);
  assertRejected(padded(maxValueBytes + 1), "VALUE_TOO_LARGE");
  assertRejected(frame(schemaIds.UserLogin, new Uint8Array(maxValueBytes)), "VALUE_TOO_LARGE");
});

Deno.test("a frame of one to four bytes is truncated, one of five has no body", () => {
  for (let length = 1; length < 5; length++) {
    assertRejected(new Uint8Array(length), "TRUNCATED_FRAME");
  }
  assertRejected(frame(schemaIds.UserLogin, new Uint8Array()), "MALFORMED_AVRO");
});

Deno.test("a schema id that the registry does not know is named so, a negative one too", () => {
  for (const id of [77, 2 ** 31 - 1, -1, -(2 ** 31), 0]) {
    assertRejected(frame(id, new Uint8Array(20)), "UNKNOWN_SCHEMA");
  }
});

Deno.test("a schema id of something else than a login is named so", () => {
  assertRejected(frame(incompatibleId, new Uint8Array(20)), "INCOMPATIBLE_SCHEMA");
});

Deno.test("an id that nobody looked up stops the step: guessing would lose good records", () => {
  const codecs: Codecs = new Map();
  assertThrows(() => decode(avroFrame(login), codecs, maxValueBytes), Error, "not looked up");
});
