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

Deno.test("decode() distinguishes JSON and Avro frames for each record", () => {
  assertEquals(decoded(json(login)), login);
  assertEquals(decoded(avroFrame(login)), login);
});

Deno.test("decode() rejects an empty value, which is not a tombstone", () => {
  assertRejected(new Uint8Array(), "EMPTY_VALUE");
});

Deno.test("decode() accepts values up to the size limit", () => {
  const padded = (bytes: number) => utf8(JSON.stringify(login).padEnd(bytes));
  assertEquals(decoded(padded(maxValueBytes)), login);
  assertRejected(padded(maxValueBytes + 1), "VALUE_TOO_LARGE");
  assertRejected(frame(schemaIds.UserLogin, new Uint8Array(maxValueBytes)), "VALUE_TOO_LARGE");
});

Deno.test("decode() rejects a frame of one to four bytes as truncated, and one of five without a body", () => {
  for (let length = 1; length < 5; length++) {
    assertRejected(new Uint8Array(length), "TRUNCATED_FRAME");
  }
  assertRejected(frame(schemaIds.UserLogin, new Uint8Array()), "MALFORMED_AVRO");
});

Deno.test("decode() reports a schema id that the registry does not know", () => {
  for (const id of [77, 2 ** 31 - 1, -1, -(2 ** 31), 0]) {
    assertRejected(frame(id, new Uint8Array(20)), "UNKNOWN_SCHEMA");
  }
});

Deno.test("decode() reports a schema that is not a login's", () => {
  assertRejected(frame(incompatibleId, new Uint8Array(20)), "INCOMPATIBLE_SCHEMA");
});

Deno.test("decode() throws for a schema id that was not looked up, because guessing would lose good records", () => {
  const codecs: Codecs = new Map();
  assertThrows(() => decode(avroFrame(login), codecs, maxValueBytes), Error, "not looked up");
});
