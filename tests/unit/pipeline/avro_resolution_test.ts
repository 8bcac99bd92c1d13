import { assert, assertEquals } from "@std/assert";
import avro from "avsc";
import { buildCodec } from "../../../src/pipeline/avro_codec.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import {
  decode,
  type Field,
  fields,
  reader,
  reread,
  retyped,
  schema,
  without,
} from "../../support/login_writers.ts";
import { login, withoutUnset } from "../../support/logins.ts";

const malformed = new Rejection("MALFORMED_AVRO");

function renamedTo(to: string, aliases: readonly string[] = []) {
  return (field: Field) => field.name === "user_id" ? { ...field, name: to, aliases } : field;
}

Deno.test("Avro resolution fills in the default of a field that a writer left out", () => {
  assertEquals(reread(without("locale"), login), { ...login, locale: null });
  for (const name of ["user_id", "timestamp"]) {
    const writer = { ...schema, fields: without(name) };
    assertEquals(buildCodec(writer, reader).status, "incompatible");
  }
});

Deno.test("Avro resolution promotes an int to a long, a string to a union with null, and bytes to a string", () => {
  assertEquals(reread(retyped("timestamp", "int"), { ...login, timestamp: 7 }), {
    ...login,
    timestamp: 7,
  });
  assertEquals(reread(retyped("locale", "string"), login), login);
  const written = { ...login, ip: Buffer.from("::1") };
  assertEquals(reread(retyped("ip", "bytes"), written), { ...login, ip: "::1" });
});

Deno.test("Avro resolution compares record names without namespaces", () => {
  for (const changes of [{ namespace: "io.fetch" }, { namespace: "" }, { name: "a.b.UserLogin" }]) {
    const writer = { ...schema, ...changes };
    assertEquals(decode(writer, reader.toBuffer(login)), login, JSON.stringify(changes));
  }
});

Deno.test("Avro resolution rejects a schema that is not a record of the same name", () => {
  const incompatible = [
    { ...schema, name: "Login" },
    { ...schema, name: "userLogin" },
    { ...schema, name: "Login", aliases: ["UserLogin"] },
    { type: "enum", name: "UserLogin", namespace: "io.fetch.login", symbols: ["A"] },
    ["null", "string"],
    { type: "array", items: schema },
    "string",
  ];
  for (const writer of incompatible) {
    assertEquals(buildCodec(writer, reader).status, "incompatible", JSON.stringify(writer));
  }
});

Deno.test("Avro resolution reads a login in a union from the branch that was written", () => {
  const body = reader.toBuffer(login);
  assertEquals(decode(["null", schema], Buffer.concat([Buffer.from([2]), body])), login);
  const noLogin = new Rejection("INCOMPATIBLE_SCHEMA");
  assertEquals(decode(["null", schema], Buffer.from([0])), noLogin);
  assertEquals(decode(["null", schema], Buffer.from([0, 0])), malformed);
  assertEquals(decode(["null", schema], Buffer.from([4])), malformed);
});

Deno.test("Avro resolution rejects a schema that does not resolve or is invalid", () => {
  for (const type of ["long", "null", { type: "map", values: "string" }]) {
    const writer = { ...schema, fields: retyped("user_id", type) };
    assertEquals(buildCodec(writer, reader).status, "incompatible");
  }
  for (const writer of [null, undefined, 7, "", "nonsense", {}, { type: "record" }, []]) {
    assertEquals(buildCodec(writer, reader).status, "incompatible");
  }
});

Deno.test("Avro resolution checks only the union branch that a record was written with", () => {
  const writer = retyped("user_id", ["null", "string", "long"]);
  assertEquals(reread(writer, login), login);
  const missing = new Rejection("MISSING_FIELD", "user_id");
  assertEquals(reread(writer, { ...login, user_id: null }), missing);
  const wrong = new Rejection("WRONG_TYPE", "user_id");
  assertEquals(reread(writer, { ...login, user_id: 7 }), wrong);
  const numbers = retyped("timestamp", ["int", "string"]);
  const inText = { ...login, timestamp: "1720576825" };
  assertEquals(reread(numbers, inText), new Rejection("WRONG_TYPE", "timestamp"));
  assertEquals(reread(numbers, { ...login, timestamp: 7 }), { ...login, timestamp: 7 });
});

Deno.test("Avro resolution names the first field that does not resolve, in the order of the login", () => {
  const writer = [...retyped("ip", ["null", "string"])]
    .map((field) =>
      field.name === "user_id" ? { name: "user_id", type: ["null", "string"] } : field
    )
    .toReversed();
  const written = { ...login, ip: null, user_id: null };
  assertEquals(reread(writer, written), new Rejection("MISSING_FIELD", "user_id"));
});

Deno.test("Avro resolution accepts any name and default for fields that a login does not have", () => {
  const text = Buffer.from([4, 0x6f, 0x6b]);
  for (const name of ["toString", "constructor", "__proto__", "hasOwnProperty", "in-valid", "ü"]) {
    const writer = { ...schema, fields: [{ name, type: "string", default: 7 }, ...fields] };
    assertEquals(decode(writer, Buffer.concat([text, reader.toBuffer(login)])), login, name);
  }
});

Deno.test("Avro resolution resolves the references of a schema as Java does, also across schemas", () => {
  const place = { type: "record", name: "Place", fields: [{ name: "town", type: "string" }] };
  const nested = { ...place, namespace: "geo.Outer$" };
  const text = Buffer.from([4, 0x6f, 0x6b]);
  const cases: readonly (readonly [type: string, referenced: readonly unknown[]])[] = [
    ["geo.Outer$.Place", [nested]],
    ["Place", [{ ...place, namespace: "io.fetch.login" }]],
    ["Place", [place]],
    ["Home", [place, { ...place, name: "Home", fields: [{ name: "place", type: "Place" }] }]],
  ];
  for (const [type, referenced] of cases) {
    const writer = { ...schema, fields: [{ name: "at", type }, ...fields] };
    const codec = buildCodec(writer, reader, referenced);
    assert(codec.status === "usable", type);
    assertEquals(withoutUnset(codec.decode(Buffer.concat([text, reader.toBuffer(login)]))), login);
    assertEquals(buildCodec(writer, reader).status, "incompatible", "without them");
  }
});

Deno.test("Avro resolution applies the reader's aliases and ignores the writer's", () => {
  const renaming = avro.Type.forSchema({
    ...schema,
    aliases: ["old.Logon"],
    fields: fields.map((field) =>
      field.name === "user_id" ? { ...field, aliases: ["uid", "user"] } : field
    ),
  });
  const old = { ...schema, name: "Logon", fields: fields.map(renamedTo("user")) };
  const codec = buildCodec(old, renaming);
  assert(codec.status === "usable");
  assertEquals(withoutUnset(codec.decode(reader.toBuffer(login))), login);
  const known = { ...schema, fields: fields.map(renamedTo("uid", ["user_id"])) };
  assertEquals(buildCodec(known, reader).status, "incompatible");
});

Deno.test("Avro resolution rejects a schema with two fields or two types of one name", () => {
  const twice = { ...schema, fields: [...fields, { name: "ip", type: "string" }] };
  assertEquals(buildCodec(twice, reader).status, "incompatible");
  const kind = { type: "fixed", name: "F", size: 1 };
  const kinds = [{ name: "a", type: kind }, { name: "b", type: kind }];
  assertEquals(
    buildCodec({ ...schema, fields: [...fields, ...kinds] }, reader).status,
    "incompatible",
  );
});

Deno.test("Avro resolution reads a deeply nested schema, but refuses more than 500 levels", () => {
  const nested = (levels: number): unknown =>
    levels === 0 ? "int" : { type: "array", items: nested(levels - 1) };
  const writer = (levels: number) => ({
    ...schema,
    fields: [{ name: "deep", type: nested(levels) }, ...fields],
  });
  const deep = Buffer.concat([Buffer.alloc(480, 2), Buffer.alloc(481, 0)]);
  assertEquals(decode(writer(480), Buffer.concat([deep, reader.toBuffer(login)])), login);
  assertEquals(buildCodec(writer(1_000), reader).status, "incompatible");
});
