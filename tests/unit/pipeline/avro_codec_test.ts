import { assert, assertEquals } from "@std/assert";
import avro from "avsc";
import { buildCodec } from "../../../src/pipeline/avro_codec.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { avroType, schemaTexts } from "../../../src/pipeline/schemas.ts";
import { login, utf8 } from "../../support/logins.ts";

interface Field {
  readonly name: string;
  readonly type: unknown;
  readonly default?: unknown;
}

const reader = avroType("UserLogin");
const schema = JSON.parse(schemaTexts.UserLogin);
const fields: readonly Field[] = schema.fields;
const malformed = new Rejection("MALFORMED_AVRO");
const tooFar = new Rejection("TIMESTAMP_OUT_OF_RANGE", "timestamp");

/** Writes a value under a writer's fields and reads it as a UserLogin. */
function reread(writerFields: readonly Field[], value: object): unknown {
  const writer = { ...schema, fields: writerFields };
  return decode(writer, avro.Type.forSchema(writer).toBuffer(value));
}

function decode(writer: unknown, body: Uint8Array): unknown {
  const codec = buildCodec(writer, reader);
  assert(codec.status === "usable", codec.status);
  const decoded = codec.decode(body);
  return decoded instanceof Rejection ? decoded : { ...decoded };
}

/** A long that is not negative, zigzag and by seven bits. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value * 2n; rest > 0n; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
  }
  return Buffer.from(bytes);
}

function retyped(name: string, type: unknown): Field[] {
  return fields.map((field) => field.name === name ? { name, type } : field);
}

function without(name: string): Field[] {
  return fields.filter((field) => field.name !== name);
}

Deno.test("what was written under the contract's schema is read as it was", () => {
  assertEquals(reread(fields, login), login);
  const bare = { ...login, device_type: null, locale: null, user_id: "", timestamp: -1 };
  assertEquals(reread(fields, bare), bare);
});

Deno.test("fields that a newer writer added are passed over", () => {
  const added: Field[] = [
    { name: "region", type: "string" },
    { name: "tags", type: { type: "array", items: "string" } },
    { name: "labels", type: { type: "map", values: ["null", "double"] } },
    { name: "kind", type: { type: "enum", name: "Kind", symbols: ["A", "B"] } },
    { name: "digest", type: { type: "fixed", name: "Digest", size: 3 } },
    { name: "raw", type: "bytes" },
    { name: "previous", type: ["null", "UserLogin"] },
    { name: "at", type: { type: "long", logicalType: "timestamp-micros" } },
    {
      name: "flags",
      type: { type: "record", name: "Flags", fields: [{ name: "a", type: "float" }] },
    },
  ];
  const written = {
    ...login,
    ...{ region: "EU", tags: ["x", "y"], labels: { a: null, b: 1.5 }, kind: "B", at: 7 },
    ...{ digest: Buffer.alloc(3, 255), raw: Buffer.from([255]), flags: { a: 1 }, previous: null },
  };
  assertEquals(reread([...added, ...fields], written), login);
  assertEquals(reread([...fields, ...added], written), login);
});

Deno.test("fields in another order are read by their names", () => {
  assertEquals(reread(fields.toReversed(), login), login);
});

Deno.test("fields that a writer left out take their default, where they have one", () => {
  assertEquals(reread(without("locale"), login), { ...login, locale: null });
  for (const name of ["user_id", "timestamp"]) {
    const writer = { ...schema, fields: without(name) };
    assertEquals(buildCodec(writer, reader).status, "incompatible");
  }
});

Deno.test("an int is promoted to a long, a string to a union with null, bytes to a string", () => {
  assertEquals(reread(retyped("timestamp", "int"), { ...login, timestamp: 7 }), {
    ...login,
    timestamp: 7,
  });
  assertEquals(reread(retyped("locale", "string"), login), login);
  const written = { ...login, ip: Buffer.from("::1") };
  assertEquals(reread(retyped("ip", "bytes"), written), { ...login, ip: "::1" });
});

Deno.test("bytes that are promoted to a string have to be UTF-8, others need not", () => {
  const invalid = Buffer.from([0x61, 0xff]);
  assertEquals(reread(retyped("ip", "bytes"), { ...login, ip: invalid }), malformed);
  const inUnion = retyped("locale", ["null", "bytes"]);
  assertEquals(reread(inUnion, { ...login, locale: invalid }), malformed);
  assertEquals(
    reread([...fields, { name: "raw", type: "bytes" }], { ...login, raw: invalid }),
    login,
  );
});

Deno.test("a schema that is no record of the same full name is incompatible", () => {
  const incompatible = [
    { ...schema, name: "Login" },
    { ...schema, namespace: "io.fetch" },
    { ...schema, type: "error" },
    { type: "enum", name: "UserLogin", namespace: "io.fetch.login", symbols: ["A"] },
    ["null", schema],
    { type: "array", items: schema },
    "string",
  ];
  for (const writer of incompatible) {
    assertEquals(buildCodec(writer, reader).status, "incompatible", JSON.stringify(writer));
  }
});

Deno.test("a schema that does not resolve, or is none, is incompatible", () => {
  for (const type of ["long", ["null", "string"], { type: "map", values: "string" }]) {
    const writer = { ...schema, fields: retyped("user_id", type) };
    assertEquals(buildCodec(writer, reader).status, "incompatible");
  }
  for (const writer of [null, undefined, 7, "", "nonsense", {}, { type: "record" }, []]) {
    assertEquals(buildCodec(writer, reader).status, "incompatible");
  }
});

Deno.test("a schema with a field that avsc would read shifted is incompatible", () => {
  for (const name of ["toString", "valueOf", "constructor"]) {
    const writer = { ...schema, fields: [{ name, type: "string" }, ...fields] };
    assertEquals(buildCodec(writer, reader).status, "incompatible", name);
  }
});

Deno.test("a body cut short anywhere is malformed, and so is one with bytes behind it", () => {
  const body = reader.toBuffer(login);
  for (let length = 0; length < body.length; length++) {
    assertEquals(decode(schema, body.subarray(0, length)), malformed);
  }
  assertEquals(decode(schema, Buffer.concat([body, Buffer.from([0])])), malformed);
});

Deno.test("a string that is no UTF-8 is malformed, also where nobody reads it", () => {
  const body = reader.toBuffer(login);
  body[body.indexOf("593-47")] = 0xff;
  assertEquals(decode(schema, body), malformed);
  const writer = { ...schema, fields: [{ name: "region", type: "string" }, ...fields] };
  const region = Buffer.from([4, 0xc0, 0xaf]);
  assertEquals(decode(writer, Buffer.concat([region, reader.toBuffer(login)])), malformed);
});

Deno.test("a real U+FFFD, a byte order mark and text beyond the BMP are read as they are", () => {
  for (const locale of ["\uFFFD", "\uFEFFCA", "😀", "日本".repeat(50)]) {
    assertEquals(reread(fields, { ...login, locale }), { ...login, locale });
  }
});

Deno.test("overlong varints are read", () => {
  const body = reader.toBuffer({ ...login, timestamp: 1 });
  const start = body.subarray(0, -1);
  for (let zeros = 0; zeros <= 8; zeros++) {
    const varint = Buffer.from([0x82, ...Array(zeros).fill(0x80), 0]);
    assertEquals(decode(schema, Buffer.concat([start, varint])), { ...login, timestamp: 1 });
  }
  const endless = Buffer.from([0x82, ...Array(9).fill(0x80), 0]);
  assertEquals(decode(schema, Buffer.concat([start, endless])), malformed);
});

Deno.test("a timestamp beyond 2^53 is out of range, as it is in JSON", () => {
  const start = reader.toBuffer({ ...login, timestamp: 0 }).subarray(0, -1);
  for (const timestamp of [2n ** 53n, 1720576825000000000n, 2n ** 63n - 1n]) {
    assertEquals(decode(schema, Buffer.concat([start, varint(timestamp)])), tooFar);
  }
});

Deno.test("a long beyond 2^53 that nobody reads is passed over", () => {
  const writer = { ...schema, fields: [{ name: "nonce", type: "long" }, ...fields] };
  const nonce = Buffer.from("ffffffffffffffffff01", "hex");
  assertEquals(decode(writer, Buffer.concat([nonce, reader.toBuffer(login)])), login);
});

Deno.test("a body is read from any view of memory, also from one that is no Buffer", () => {
  const body = reader.toBuffer(login);
  const memory = new Uint8Array([...utf8("before"), ...body, ...utf8("after")]);
  assertEquals(decode(schema, memory.subarray(6, 6 + body.length)), login);
});
