import { assertEquals, assertThrows } from "@std/assert";
import avro from "avsc";
import { edited, parseEdit } from "../../../src/dead_letters/edit.ts";
import { WriterSchemas } from "../../../src/dead_letters/writer_schemas.ts";
import { UsageError } from "../../../src/errors.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { schemaTexts } from "../../../src/pipeline/schemas.ts";
import { frame, json, login, utf8 } from "../../support/logins.ts";

const text = new TextDecoder();
const userLogin = JSON.parse(schemaTexts.UserLogin);
const newer = avro.Type.forSchema({
  ...userLogin,
  fields: [
    { name: "session", type: "long" },
    ...userLogin.fields,
    { name: "tags", type: { type: "map", values: "string" } },
  ],
});
const older = avro.Type.forSchema({
  ...userLogin,
  fields: userLogin.fields.filter(({ name }: { name: string }) => name !== "locale"),
});
const schemas = new Map([[1, avro.Type.forSchema(userLogin)], [2, newer], [3, older]]);
const registry = new WriterSchemas((id) => {
  const schema = schemas.get(id);
  return Promise.resolve(
    schema === undefined ? { status: "unknown" } : { status: "found", schema },
  );
});

async function edit(value: Uint8Array, ...edits: string[]): Promise<Uint8Array | null> {
  return edited(value, edits.map(parseEdit), await registry.of([value]));
}

async function editJson(value: string, ...edits: string[]): Promise<string | null> {
  const changed = await edit(utf8(value), ...edits);
  return changed && text.decode(changed);
}

Deno.test("parseEdit() takes a literal text, a JSON string or null for a text field", () => {
  assertEquals(parseEdit("locale=unknown"), { field: "locale", value: "unknown" });
  assertEquals(parseEdit("app_version=2.0"), { field: "app_version", value: "2.0" });
  assertEquals(parseEdit('ip="1.2.3.4"'), { field: "ip", value: "1.2.3.4" });
  assertEquals(parseEdit("device_type=null"), { field: "device_type", value: null });
  assertEquals(parseEdit("locale="), { field: "locale", value: "" });
  assertEquals(parseEdit("user_id=a=b"), { field: "user_id", value: "a=b" });
});

Deno.test("parseEdit() takes any JSON value for a timestamp", () => {
  assertEquals(parseEdit("timestamp=1720576825").value, 1720576825);
  assertEquals(parseEdit('timestamp="1720576825"').value, "1720576825");
  assertEquals(parseEdit("timestamp=today").value, "today");
});

Deno.test("parseEdit() refuses an unknown field and does not show the value", () => {
  for (const given of ["local=canary", "canary", "=canary", "__proto__=canary"]) {
    const error = assertThrows(() => parseEdit(given), UsageError, "takes FIELD=VALUE");
    assertEquals(error.message.includes("canary"), false);
  }
});

Deno.test("an edit of JSON changes the named fields and nothing else", async () => {
  assertEquals(
    await editJson(
      '{"ip":7,"id":12345678901234567890,"x":1.0,"__proto__":[-0,1e400,{"b":2.50}]}',
      "ip=1.2.3.4",
      "locale=RU",
    ),
    '{"ip":"1.2.3.4","id":12345678901234567890,"x":1.0,"__proto__":[-0,1e400,{"b":2.50}],"locale":"RU"}',
  );
});

Deno.test("an edit refuses JSON that cannot be decoded", async () => {
  for (const value of ["", "{", "[1]", "7", '\ufeff{"ip":1}', '{"ip":"\\ud800"}']) {
    assertEquals(await editJson(value, "ip=1.2.3.4"), null, value);
  }
  assertEquals(await edit(new Uint8Array([0x7b, 0xff, 0x7d]), "ip=1.2.3.4"), null);
});

Deno.test("an edit of a frame keeps its writer schema and id", async () => {
  const record = { ...login, session: 5, tags: { a: "b", c: "d" } };
  const changed = await edit(frame(2, newer.toBuffer(record)), "locale=unknown", "ip=1.2.3.4");
  const wanted = { ...record, locale: "unknown", ip: "1.2.3.4" };
  assertEquals(new Uint8Array(changed!), new Uint8Array(frame(2, newer.toBuffer(wanted))));
});

Deno.test("an edit refuses a frame that cannot be decoded or cannot hold the new value", async () => {
  const body = older.toBuffer(login);
  assertEquals(await edit(frame(3, body), "locale=RU"), null, "no such field");
  assertEquals(await edit(frame(3, body), "timestamp=today"), null, "no such type");
  assertEquals(await edit(frame(3, body), "timestamp=1.5"), null, "no whole number");
  assertEquals(await edit(frame(3, body), "user_id=null"), null, "no null");
  assertEquals(await edit(frame(9, body), "ip=1.2.3.4"), null, "unknown schema");
  assertEquals(await edit(frame(3, body.subarray(1)), "ip=1.2.3.4"), null, "malformed");
  assertEquals(await edit(utf8("\0\0\0"), "ip=1.2.3.4"), null, "no whole header");
});

Deno.test("an edit refuses a frame that avsc would not write as it was", async () => {
  const record = newer.toBuffer({ ...login, session: 1, tags: {} });
  const overlong = Buffer.concat([Buffer.from([0x82, 0x00]), record.subarray(1)]);
  assertEquals(newer.fromBuffer(overlong).session, 1);
  assertEquals(await edit(frame(2, overlong), "locale=unknown"), null);
});

Deno.test("an edit checks the bytes of a frame before avsc reads it", () => {
  const decode = () => new Rejection("MALFORMED_AVRO");
  const writers = { codecs: new Map([[3, { status: "usable" as const, decode }]]), types: schemas };
  assertEquals(edited(frame(3, older.toBuffer(login)), [parseEdit("ip=1.2.3.4")], writers), null);
});

Deno.test("an edit keeps the other fields of a value", async () => {
  const changed = await edit(json({ ...login, locale: 7 }), "locale=unknown");
  assertEquals(JSON.parse(text.decode(changed!)), { ...login, locale: "unknown" });
});
