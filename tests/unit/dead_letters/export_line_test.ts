import { assertEquals } from "@std/assert";
import { exportLine } from "../../../src/dead_letters/export_line.ts";
import { avroFrame } from "../../support/avro_frame.ts";
import { inputBatch, json, login, utf8, withoutUnset } from "../../support/logins.ts";
import { codecsOf } from "../../support/pipeline_settings.ts";
import { deadLetter } from "./letters.ts";

function exported(value: Uint8Array) {
  const record = { key: utf8("k"), headers: [["trace", null] as const] };
  const letter = deadLetter(value, { record });
  const writers = { codecs: codecsOf(inputBatch([value])), types: new Map() };
  const line = exportLine(letter, true, writers);
  assertEquals(line.includes("\n"), false);
  return JSON.parse(line);
}

Deno.test("exportLine() holds the complete record", () => {
  const { headers, ...line } = exported(json(login));
  assertEquals(line, {
    topic: "user-login-dlq",
    partition: 2,
    offset: 7,
    timestamp: "2024-07-10T02:00:30.000Z",
    cause: "MISSING_FIELD",
    field: "ip",
    source: { topic: "user-login", partition: 2, offset: 41 },
    replayed: true,
    key: utf8("k").toBase64(),
    value: json(login).toBase64(),
    json: login,
  });
  assertEquals(headers[0], ["trace", null]);
  assertEquals(headers[1], ["__streams.errors.topic", utf8("user-login").toBase64()]);
  assertEquals(headers.length, 6);
});

Deno.test("exportLine() adds JSON for a frame, and only bytes if the value cannot be read", () => {
  assertEquals(withoutUnset(exported(avroFrame(login)).json), login);
  const bad = utf8("{\n");
  assertEquals([exported(bad).json, exported(bad).value], [null, bad.toBase64()]);
});
