import avro from "avsc";
import { frame } from "../../support/logins.ts";
import { bytes } from "../avro_bytes.ts";
import { baseLogin } from "../base_login.ts";
import type { Draft, WantedFate } from "../hostile_value.ts";
import type { KnownSchemas } from "../known_schemas.ts";
import { writerSchemas } from "../writer_schemas.ts";

/** The fields that each writer's schema requires in addition to a login's. */
const additions: Readonly<Record<string, object>> = {
  UserLogin: {},
  addedWithDefault: { os: "17" },
  addedWithoutDefault: { os: "17" },
  reordered: {},
  promotedInt: {},
  alwaysLocale: {},
  unionTurned: {},
  logicalText: {},
  manyFields: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`extra${i}`, null])),
  recursive: { previous: null },
  recursiveList: { list: { rest: { rest: null } } },
  emptyItems: { nulls: Array(1_000).fill(null) },
  emptyRecords: { records: Array(1_000).fill({}) },
  nestedArrays: { nested: [[[]], []] },
  docAndAliases: {},
  namespaceInName: {},
  objectFieldName: { constructor: "none" },
  protoFieldName: JSON.parse('{ "__proto__": "none" }'),
  otherNamespace: {},
  noNamespace: {},
};

/** A field to change, and the resulting fate of the login. */
const changes: readonly (readonly [object, WantedFate])[] = [
  [{}, "enriched"],
  [{ locale: "" }, "enriched"],
  [{ locale: "\u0000" }, "enriched"],
  [{ locale: "__proto__" }, "enriched"],
  [{ locale: "\ufeffüñ😀\ufffd" }, "enriched"],
  [{ user_id: " " }, "enriched"],
  [{ user_id: "x".repeat(100_000) }, "enriched"],
  [{ timestamp: 0 }, "enriched"],
  [{ device_type: "iOS" }, "filtered"],
  [{ device_type: "Android" }, "filtered"],
  [{ device_type: "" }, "filtered"],
  [{ device_type: null }, "filtered"],
  [{ user_id: "" }, "EMPTY_FIELD"],
  [{ app_version: "" }, "EMPTY_FIELD"],
  [{ ip: "" }, "EMPTY_FIELD"],
  [{ device_id: "" }, "EMPTY_FIELD"],
  [{ device_id: "", device_type: "iOS" }, "EMPTY_FIELD"],
  [{ timestamp: -1 }, "TIMESTAMP_OUT_OF_RANGE"],
];

/** Logins of apps that are older or newer than the contract's schema. */
export function* writers(schemas: KnownSchemas): Generator<Draft> {
  for (const [name, added] of Object.entries(additions)) {
    const type = avro.Type.forSchema(writerSchemas.get(name) as avro.Schema);
    for (const [i, [change, wanted]] of changes.entries()) {
      const login = { ...baseLogin, ...added, ...change };
      yield [`${name} ${i}`, frame(schemas.idOf(name), type.toBuffer(login)), wanted];
    }
  }
  const type = avro.Type.forSchema(writerSchemas.get("logicalMillis") as avro.Schema);
  const millis = type.toBuffer({ ...baseLogin, timestamp: baseLogin.timestamp * 1000 });
  yield [
    "a timestamp that calls itself milliseconds",
    frame(schemas.idOf("logicalMillis"), millis),
    "TIMESTAMP_OUT_OF_RANGE",
  ];
  yield* branches(schemas);
  const bare = avro.Type.forSchema(writerSchemas.get("withoutNullable") as avro.Schema);
  yield [
    "an app that knew no device",
    frame(schemas.idOf("withoutNullable"), bare.toBuffer(baseLogin)),
    "filtered",
  ];
}

/** The branch of a writer's union decides, record by record. */
function* branches(schemas: KnownSchemas): Generator<Draft> {
  const cases: readonly (readonly [name: string, change: object, wanted: WantedFate])[] = [
    ["nullableUserId", {}, "enriched"],
    ["nullableUserId", { user_id: "" }, "EMPTY_FIELD"],
    ["nullableUserId", { user_id: null }, "MISSING_FIELD"],
    ["numericLocale", {}, "enriched"],
    ["numericLocale", { locale: null }, "enriched"],
    ["numericLocale", { locale: 7 }, "WRONG_TYPE"],
    ["textOrNumber", {}, "enriched"],
    ["textOrNumber", { timestamp: String(baseLogin.timestamp) }, "WRONG_TYPE"],
  ];
  for (const [name, change, wanted] of cases) {
    const type = avro.Type.forSchema(writerSchemas.get(name) as avro.Schema);
    const value = frame(schemas.idOf(name), type.toBuffer({ ...baseLogin, ...change }));
    yield [`${name} ${JSON.stringify(change)}`, value, wanted];
  }
  const login = avro.Type.forSchema(writerSchemas.get("UserLogin") as avro.Schema);
  const body = login.toBuffer(baseLogin);
  const union = schemas.idOf("loginInUnion");
  yield ["a login in a union", frame(union, bytes([2], body)), "enriched"];
  yield ["no login in a union", frame(union, bytes([0])), "INCOMPATIBLE_SCHEMA"];
  yield ["no branch of a union", frame(union, bytes([4], body)), "MALFORMED_AVRO"];
}
