import { assertEquals } from "@std/assert";
import avro from "avsc";
import fc from "fast-check";
import { buildCodec } from "../../src/pipeline/avro_codec.ts";
import { Rejection } from "../../src/pipeline/rejection.ts";
import { avroType, schemaTexts } from "../../src/pipeline/schemas.ts";
import { anyLogin, anyText, damaged } from "../support/arbitraries.ts";

const schema = JSON.parse(schemaTexts.UserLogin);
const added = [
  { name: "tags", type: { type: "array", items: "string" } },
  { name: "scores", type: { type: "map", values: ["null", "int"] } },
  { name: "empty", type: { type: "array", items: "null" } },
  { name: "kind", type: { type: "enum", name: "Kind", symbols: ["A", "B"] } },
  { name: "digest", type: { type: "fixed", name: "Digest", size: 2 } },
  { name: "raw", type: "bytes" },
  { name: "isNew", type: "boolean" },
];
const writerSchema = { ...schema, fields: [...added, ...schema.fields] };
const writer = avro.Type.forSchema(writerSchema);
const codec = buildCodec(writerSchema, avroType("UserLogin"));

const anyAdded = fc.record({
  tags: fc.array(anyText, { maxLength: 3 }),
  scores: fc.dictionary(fc.string(), fc.oneof(fc.constant(null), fc.integer()), { maxKeys: 3 }),
  empty: fc.array(fc.constant(null), { maxLength: 5 }),
  kind: fc.constantFrom("A", "B"),
  digest: fc.uint8Array({ minLength: 2, maxLength: 2 }).map((bytes) => Buffer.from(bytes)),
  raw: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  isNew: fc.boolean(),
});

const anyBody = fc.tuple(anyAdded, anyLogin).map((parts) =>
  writer.toBuffer(Object.assign({}, ...parts))
);

function decode(body: Uint8Array): Rejection | Record<string, unknown> {
  if (codec.status !== "usable") throw new Error("the schema resolves");
  const decoded = codec.decode(body);
  return decoded instanceof Rejection ? decoded : { ...decoded };
}

/** The login in a body, with all added fields read instead of skipped. */
function readWhole(body: Uint8Array): Record<string, unknown> {
  const whole = { ...writer.fromBuffer(Buffer.from(body)) };
  for (const { name } of added) delete whole[name];
  return whole;
}

Deno.test("fields that a newer writer added never change how other fields are read", () => {
  fc.assert(fc.property(anyBody, (body) => assertEquals(decode(body), readWhole(body))));
});

Deno.test("a damaged body is read as avsc reads it without skipping", () => {
  fc.assert(
    fc.property(damaged(anyBody), (body) => {
      const login = decode(body);
      if (!(login instanceof Rejection)) assertEquals(login, readWhole(body));
    }),
    { numRuns: 200 },
  );
});
