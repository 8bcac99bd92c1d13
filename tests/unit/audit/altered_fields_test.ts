import { assertEquals } from "@std/assert";
import { alteredFields, type Written } from "../../../src/audit/altered_fields.ts";
import { utf8 } from "../../support/logins.ts";

const record: Written = {
  partition: 1,
  key: utf8("key"),
  value: utf8("value"),
  headers: [["a", utf8("1")], ["b", null]],
  timestamp: 7,
  fields: { user_id: "u", timestamp: 5 },
};

Deno.test("alteredFields() names each part that differs and shows no content", () => {
  assertEquals(alteredFields(record, { ...record, key: utf8("key") }), []);
  assertEquals(alteredFields(record, { ...record, partition: 2, key: null }), ["partition", "key"]);
  assertEquals(alteredFields(record, { ...record, timestamp: 8 }), ["Kafka timestamp"]);
  assertEquals(alteredFields(record, { ...record, headers: [["a", utf8("1")]] }), ["headers"]);
  const reordered = record.headers.toReversed();
  assertEquals(alteredFields(record, { ...record, headers: reordered }), ["headers"]);
});

Deno.test("alteredFields() names fields, the encoding, or the whole value", () => {
  const other = { ...record, value: utf8("other") };
  const fields = { user_id: "someone else", timestamp: 5 };
  assertEquals(alteredFields(record, { ...other, fields }), ["user_id"]);
  assertEquals(alteredFields(record, other), ["encoding of the value"]);
  assertEquals(alteredFields({ ...record, fields: null }, other), ["value"]);
  assertEquals(alteredFields(record, { ...record, value: null, fields: null }), ["value"]);
});
