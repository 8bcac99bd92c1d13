import { assertEquals } from "@std/assert";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import {
  decode,
  type Field,
  fields,
  reader,
  reread,
  retyped,
  schema,
} from "../../support/login_writers.ts";
import { login, utf8 } from "../../support/logins.ts";

const malformed = new Rejection("MALFORMED_AVRO");
const tooFar = new Rejection("TIMESTAMP_OUT_OF_RANGE", "timestamp");

/** A non-negative long as a zigzag varint. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value * 2n; rest > 0n; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
  }
  return Buffer.from(bytes);
}

Deno.test("the Avro codec reads a login in the contract's schema as written", () => {
  assertEquals(reread(fields, login), login);
  const bare = { ...login, device_type: null, locale: null, user_id: "", timestamp: -1 };
  assertEquals(reread(fields, bare), bare);
});

Deno.test("the Avro codec skips fields that a newer writer added", () => {
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

Deno.test("the Avro codec reads fields in another order by name", () => {
  assertEquals(reread(fields.toReversed(), login), login);
});

Deno.test("the Avro codec requires UTF-8 in bytes read as a string, but not in other bytes", () => {
  const invalid = Buffer.from([0x61, 0xff]);
  assertEquals(reread(retyped("ip", "bytes"), { ...login, ip: invalid }), malformed);
  const inUnion = retyped("locale", ["null", "bytes"]);
  assertEquals(reread(inUnion, { ...login, locale: invalid }), malformed);
  assertEquals(
    reread([...fields, { name: "raw", type: "bytes" }], { ...login, raw: invalid }),
    login,
  );
});

Deno.test("the Avro codec rejects a body that is truncated anywhere or has extra bytes", () => {
  const body = reader.toBuffer(login);
  for (let length = 0; length < body.length; length++) {
    assertEquals(decode(schema, body.subarray(0, length)), malformed);
  }
  assertEquals(decode(schema, Buffer.concat([body, Buffer.from([0])])), malformed);
});

Deno.test("the Avro codec rejects a string that is not UTF-8, even in a skipped field", () => {
  const body = reader.toBuffer(login);
  body[body.indexOf("593-47")] = 0xff;
  assertEquals(decode(schema, body), malformed);
  const writer = { ...schema, fields: [{ name: "region", type: "string" }, ...fields] };
  const region = Buffer.from([4, 0xc0, 0xaf]);
  assertEquals(decode(writer, Buffer.concat([region, reader.toBuffer(login)])), malformed);
});

Deno.test("the Avro codec keeps a real U+FFFD, a byte order mark and text beyond the BMP", () => {
  for (const locale of ["\uFFFD", "\uFEFFCA", "😀", "日本".repeat(50)]) {
    assertEquals(reread(fields, { ...login, locale }), { ...login, locale });
  }
});

Deno.test("the Avro codec reads overlong varints", () => {
  const body = reader.toBuffer({ ...login, timestamp: 1 });
  const start = body.subarray(0, -1);
  for (let zeros = 0; zeros <= 8; zeros++) {
    const varint = Buffer.from([0x82, ...Array(zeros).fill(0x80), 0]);
    assertEquals(decode(schema, Buffer.concat([start, varint])), { ...login, timestamp: 1 });
  }
  const endless = Buffer.from([0x82, ...Array(9).fill(0x80), 0]);
  assertEquals(decode(schema, Buffer.concat([start, endless])), malformed);
});

Deno.test("the Avro codec rejects a timestamp beyond 2^53 as out of range, as JSON does", () => {
  const start = reader.toBuffer({ ...login, timestamp: 0 }).subarray(0, -1);
  for (const timestamp of [2n ** 53n, 1720576825000000000n, 2n ** 63n - 1n]) {
    assertEquals(decode(schema, Buffer.concat([start, varint(timestamp)])), tooFar);
  }
});

Deno.test("the Avro codec skips a long beyond 2^53", () => {
  const writer = { ...schema, fields: [{ name: "nonce", type: "long" }, ...fields] };
  const nonce = Buffer.from("ffffffffffffffffff01", "hex");
  assertEquals(decode(writer, Buffer.concat([nonce, reader.toBuffer(login)])), login);
});

Deno.test("the Avro codec reads a body from any Uint8Array, not only from a Buffer", () => {
  const body = reader.toBuffer(login);
  const memory = new Uint8Array([...utf8("before"), ...body, ...utf8("after")]);
  assertEquals(decode(schema, memory.subarray(6, 6 + body.length)), login);
});
