import { schemaTexts } from "../../src/pipeline/schemas.ts";
import type { Field, Schema } from "./judge/avro_reader.ts";

const userLogin = JSON.parse(schemaTexts.UserLogin);
const fields: readonly Field[] = userLogin.fields;

const millis: Schema = { type: "long", logicalType: "timestamp-millis" };
const device: Schema = { type: "enum", name: "Device", symbols: ["android", "iOS"] };
const emptyRecord: Schema = { type: "record", name: "Empty", fields: [] };
const list: Schema = {
  type: "record",
  name: "List",
  fields: [{ name: "rest", type: ["null", "List"] }],
};

const everything: readonly Field[] = [
  { name: "tags", type: arrayOf("string") },
  { name: "labels", type: { type: "map", values: ["null", "double"] } },
  { name: "kind", type: { type: "enum", name: "Kind", symbols: ["A", "B"] } },
  { name: "digest", type: { type: "fixed", name: "Digest", size: 3 } },
  { name: "raw", type: "bytes" },
  { name: "is_new", type: "boolean" },
  { name: "count", type: "int" },
  { name: "nonce", type: "long" },
  { name: "ratio", type: "float" },
  { name: "nothing", type: "null" },
];

/** The schemas of hostile frames: the contract's, and variants by other writers. */
export const writerSchemas: ReadonlyMap<string, Schema> = new Map<string, Schema>([
  ["UserLogin", userLogin],
  ["EnrichedLogin", JSON.parse(schemaTexts.EnrichedLogin)],
  ["LocaleCount", JSON.parse(schemaTexts.LocaleCount)],
  ["LocaleDelta", JSON.parse(schemaTexts.LocaleDelta)],
  ...Object.entries(resolving()).map(([name, schema]) => [name, schema] as const),
  ...Object.entries(foreign()).map(([name, schema]) => [name, schema] as const),
]);

/** The names of the schemas by which records can be read, always or if they hold the right branch. */
export const resolvingNames: readonly string[] = ["UserLogin", ...Object.keys(resolving())];

function resolving(): Record<string, Schema> {
  const deep = nestedRecords(30);
  return {
    addedWithDefault: login([...fields, { name: "os", type: "string", default: "" }]),
    addedWithoutDefault: login([{ name: "os", type: "string" }, ...fields]),
    addedEverything: login([...everything, ...fields, ...renamed(everything)]),
    reordered: login(fields.toReversed()),
    promotedInt: login(retyped("timestamp", "int")),
    promotedBytes: login(fields.map(({ name, type }) => ({ name, type: swap(type) }))),
    alwaysLocale: login(retyped("locale", "string")),
    unionTurned: login(retyped("locale", ["string", "null"])),
    unionOfText: login(retyped("ip", ["string", "bytes"])),
    unionOfNumbers: login(retyped("timestamp", ["int", "long"])),
    withoutNullable: login(without("locale", "device_type")),
    logicalText: login(retyped("user_id", { type: "string", logicalType: "uuid" })),
    logicalMillis: login(retyped("timestamp", millis)),
    manyFields: login([...many(500), ...fields]),
    recursive: login([{ name: "previous", type: ["null", "UserLogin"] }, ...fields]),
    recursiveList: login([{ name: "list", type: list }, ...fields]),
    exponential: login([{ name: "tree", type: deep }, ...fields]),
    emptyItems: login([{ name: "nulls", type: arrayOf("null") }, ...fields]),
    emptyRecords: login([{ name: "records", type: arrayOf(emptyRecord) }, ...fields]),
    nestedArrays: login([{ name: "nested", type: nestedArrays(200) }, ...fields]),
    docAndAliases: login(fields, { aliases: ["Login"], doc: "x".repeat(5_000) }),
    namespaceInName: { type: "record", name: "io.fetch.login.UserLogin", fields },
    nullableUserId: login(retyped("user_id", ["null", "string"])),
    numericLocale: login(retyped("locale", ["null", "string", "int"])),
    textOrNumber: login(retyped("timestamp", ["string", "long"])),
    objectFieldName: login([{ name: "constructor", type: "string" }, ...fields]),
    protoFieldName: login([{ name: "__proto__", type: "string" }, ...fields]),
    otherNamespace: login(fields, { namespace: "io.fetch" }),
    noNamespace: { type: "record", name: "UserLogin", fields },
    loginInUnion: ["null", userLogin],
  };
}

function foreign(): Record<string, Schema> {
  return {
    removedUserId: login(without("user_id")),
    removedTimestamp: login(without("timestamp")),
    renamedWithAlias: login(
      [...without("user_id"), { name: "uid", type: "string", aliases: ["user_id"] }],
    ),
    floatTimestamp: login(retyped("timestamp", "double")),
    textTimestamp: login(retyped("timestamp", "string")),
    enumDevice: login(retyped("device_type", device)),
    fixedDeviceId: login(retyped("device_id", { type: "fixed", name: "Id", size: 4 })),
    arrayIp: login(retyped("ip", arrayOf("string"))),
    mapLocale: login(retyped("locale", { type: "map", values: "string" })),
    otherName: login(fields, { name: "UserLogon" }),
    otherCase: login(fields, { name: "userLogin" }),
    loginInArray: arrayOf(userLogin),
    onlyText: "string",
    onlyBytes: "bytes",
    onlyNull: "null",
    noFields: login([]),
  };
}

/** The same fields with other names, and with references to named types. */
function renamed(originals: readonly Field[]): Field[] {
  return originals.map(({ name, type }) => ({
    name: `${name}_again`,
    type: typeof type === "object" && "name" in type ? type.name! : type,
  }));
}

function login(its: readonly Field[], changes: object = {}): Schema {
  return { ...userLogin, fields: its, ...changes };
}

function retyped(name: string, type: Schema): Field[] {
  return fields.map((field) => field.name === name ? { name, type } : field);
}

function without(...names: readonly string[]): Field[] {
  return fields.filter(({ name }) => !names.includes(name));
}

/** Bytes instead of a string. */
function swap(type: Schema): Schema {
  if (Array.isArray(type)) return type.map(swap);
  return type === "string" ? "bytes" : type;
}

function many(count: number): Field[] {
  return Array.from({ length: count }, (_, i) => ({ name: `extra${i}`, type: "null" }));
}

function arrayOf(items: Schema): Schema {
  return { type: "array", items };
}

function nestedArrays(levels: number): Schema {
  return levels === 0 ? "int" : arrayOf(nestedArrays(levels - 1));
}

/**
 * Records with two nested records each, at this many levels: 2 to this power, without a single byte.
 */
function nestedRecords(levels: number): Schema {
  let inner: Schema = { type: "record", name: "Level0", fields: [] };
  for (let level = 1; level <= levels; level++) {
    const name = `Level${level - 1}`;
    inner = {
      type: "record",
      name: `Level${level}`,
      fields: [{ name: "left", type: inner }, { name: "right", type: name }],
    };
  }
  return inner;
}
