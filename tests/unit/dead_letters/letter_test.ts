import { assertEquals } from "@std/assert";
import { readLetter } from "../../../src/dead_letters/letter.ts";
import { loginFields } from "../../../src/pipeline/login_fields.ts";
import type { Header } from "../../../src/pipeline/record.ts";
import { Rejection, rejectionCodes } from "../../../src/pipeline/rejection.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";
import { inputRecord, json, login, utf8 } from "../../support/logins.ts";
import { deadLetter, letterRecord } from "./letters.ts";

Deno.test("readLetter() reads every cause and field as the pipeline wrote it", () => {
  for (const code of rejectionCodes) {
    for (const field of [null, ...loginFields]) {
      const rejection = new Rejection(code, field);
      const letter = deadLetter(json(login), { rejection });
      assertEquals([letter.rejection.code, letter.rejection.field], [code, field]);
      assertEquals(letter.rejection.message, rejection.message);
      assertEquals(letter.source, { topic: "user-login", partition: 2, offset: 41 });
      assertEquals(letter.at, { topic: "user-login-dlq", partition: 2, offset: 7 });
    }
  }
});

Deno.test("readLetter() separates original headers from the cause, even if the value was left out", () => {
  const headers: Header[] = [["trace", utf8("a")], ["__streams.errors.topic", utf8("earlier")]];
  assertEquals(deadLetter(json(login), { record: { headers } }).originalHeaders, headers);
  const large = deadLetter(utf8("x".repeat(3_000)), {
    record: { headers },
    maxMessageBytes: 2_000,
  });
  assertEquals(large.record.value, null);
  assertEquals(large.originalHeaders, headers);
});

Deno.test("a record that was a dead letter before has its last cause, and no header twice", () => {
  const own: Header[] = [["trace", utf8("a")], ["__streams.errors.topic", utf8("of another app")]];
  const { headers } = letterRecord(json(login), {
    rejection: new Rejection("EMPTY_VALUE"),
    record: { headers: own },
  });
  const twice = deadLetter(json(login), {
    rejection: new Rejection("EMPTY_FIELD", "ip"),
    record: { headers },
  });
  assertEquals(twice.rejection.code, "EMPTY_FIELD");
  assertEquals(twice.originalHeaders, own);
  assertEquals(twice.record.headers.length, headers.length);
});

Deno.test("readLetter() is null for records of other programs", () => {
  const { headers } = letterRecord(json(login));
  const changed = (name: string, value: string): Header[] =>
    headers.map((header) => header[0].endsWith(name) ? [header[0], utf8(value)] : header);
  const foreign: readonly (readonly Header[])[] = [
    [],
    headers.slice(1),
    changed(".exception", "org.apache.kafka.common.errors.SerializationException"),
    changed(".partition", "two"),
    changed(".offset", "-1"),
    headers.map(([name]) => [name, null]),
  ];
  for (const headers of foreign) {
    assertEquals(readLetter("user-login-dlq", 0, inputRecord(json(login), { headers })), null);
  }
});

Deno.test("the fields of a login are those of the schema, in its order", () => {
  const { fields } = JSON.parse(JSON.stringify(avroType("UserLogin").schema()));
  assertEquals([...loginFields], fields.map(({ name }: { name: string }) => name));
});
