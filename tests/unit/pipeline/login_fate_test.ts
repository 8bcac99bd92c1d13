import { assertEquals } from "@std/assert";
import { fateOf } from "../../../src/pipeline/login_fate.ts";
import { validate } from "../../../src/pipeline/login_fields.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { avroFrame } from "../../support/avro_frame.ts";
import { inputBatch, json, login } from "../../support/logins.ts";
import { codecsOf } from "../../support/pipeline_settings.ts";

function fate(value: Uint8Array | null) {
  return fateOf(value, codecsOf(inputBatch([value])), 1000);
}

Deno.test("the fate of an android login is kept, in JSON and in Avro", () => {
  assertEquals(fate(json(login)), validate(login));
  assertEquals(fate(avroFrame(login)), validate(login));
});

Deno.test("the fate of a valid login from another device, or without one, is filtered", () => {
  for (const deviceType of ["iOS", "", null]) {
    assertEquals(fate(json({ ...login, device_type: deviceType })), "filtered");
    assertEquals(fate(avroFrame({ ...login, device_type: deviceType })), "filtered");
  }
});

Deno.test("the fate of an invalid iOS login is a dead letter, because validation precedes the filter", () => {
  const invalid = { ...login, device_type: "iOS", ip: "" };
  assertEquals(fate(json(invalid)), new Rejection("EMPTY_FIELD", "ip"));
  assertEquals(fate(avroFrame(invalid)), new Rejection("EMPTY_FIELD", "ip"));
});

Deno.test("the fate of a null value is a tombstone; that of an empty value is a dead letter", () => {
  assertEquals(fate(null), "tombstone");
  assertEquals(fate(new Uint8Array()), new Rejection("EMPTY_VALUE"));
});

Deno.test("a timestamp of digits in JSON and a whole number in Avro have the same fate", () => {
  const late = { ...login, timestamp: 253402300799 };
  assertEquals(fate(json({ ...late, timestamp: "253402300799" })), validate(late));
  assertEquals(fate(avroFrame(late)), validate(late));
  const beyond = new Rejection("TIMESTAMP_OUT_OF_RANGE", "timestamp");
  assertEquals(fate(avroFrame({ ...login, timestamp: 253402300800 })), beyond);
  assertEquals(fate(avroFrame({ ...login, timestamp: -1 })), beyond);
});
