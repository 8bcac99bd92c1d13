import { schemaTexts } from "../../src/pipeline/schemas.ts";
import type { Field, Schema } from "../hostile/judge/avro_reader.ts";
import { Branch } from "./avro_writer.ts";
import { login } from "./logins.ts";

/** A library that resolves Avro schemas. */
export type Judge = "java" | "avro" | "fastavro";

/** One way in which a writer's schema may differ from ours, with a record in it. */
export interface Evolution {
  readonly name: string;
  readonly writer: Schema;
  readonly value: unknown;
  readonly reader: Schema;
  /** The fields that are read, or the code of the rejection and the affected field. */
  readonly ours: Readonly<Record<string, unknown>> | string;
  /** The libraries that decide otherwise, each with the reason for not following it. */
  readonly others: Readonly<Partial<Record<Judge, string>>>;
}

const schema = JSON.parse(schemaTexts.UserLogin);
/** The fields that every login has: an optional one is an evolution by itself. */
const fields: readonly Field[] = schema.fields.filter(({ name }: Field) => name in login);
const userLogin = { ...schema, fields };
const device: Schema = { type: "enum", name: "Device", symbols: ["android", "iOS"] };
const text: Schema = "string";
const optional = ["null", "string"];
const [no, yes] = [new Branch(0, null), (value: unknown) => new Branch(1, value)];
const ascii = new Uint8Array([0x3a, 0x3a, 0x31]);

type Others = Evolution["others"];

const wholeUnion: Others = { avro: "asks that all branches match the reader, not the one written" };
const noPromotion: Others = { avro: "does not promote bytes to a string" };
const noRecordNames: Others = { java: "resolves a record without a look at its name" };
const wholeNames: Others = { avro: "compares names together with their namespaces" };
const noAliases: Others = { avro: "does not look at aliases" };
const asDate = "makes a date of what the writer's logical type says; the number is the same";

/** More than forty evolutions, each with its expected result, written by hand. */
export function evolutions(): readonly Evolution[] {
  return [...changedFields(), ...changedRecords(), ...addedFields(), ...readerAliases()];
}

function changedFields(): Evolution[] {
  const missing = "MISSING_FIELD";
  const wrong = "WRONG_TYPE";
  const never = "INCOMPATIBLE_SCHEMA";
  return [
    retyped("user_id", optional, yes("u"), "u", wholeUnion),
    retyped("user_id", optional, no, missing),
    retyped("user_id", ["string", "null"], new Branch(0, "u"), "u", wholeUnion),
    retyped("user_id", ["null", "string", "bytes"], new Branch(2, ascii), "::1", wholeUnion),
    retyped("user_id", ["null", "string", "long"], new Branch(2, 7), wrong),
    retyped("user_id", ["string"], new Branch(0, "u"), "u", wholeUnion),
    retyped("user_id", ["null"], no, missing),
    retyped("user_id", "null", null, never),
    retyped("user_id", "long", 7, never),
    retyped("user_id", { type: "string", logicalType: "none-we-know" }, "u", "u"),
    retyped("ip", "bytes", ascii, "::1", noPromotion),
    retyped("ip", { type: "array", items: text }, ["::1"], never),
    retyped("ip", { type: "record", name: "Ip", fields: [] }, {}, never),
    retyped("locale", text, "CA", "CA"),
    retyped("locale", "null", null, null),
    retyped("locale", ["string", "null"], new Branch(0, "CA"), "CA"),
    retyped("locale", ["string", "null"], new Branch(1, null), null),
    retyped("locale", ["null", "string", "int"], yes("CA"), "CA"),
    retyped("locale", ["null", "string", "int"], new Branch(2, 7), wrong),
    retyped("locale", ["int", "null"], new Branch(1, null), null),
    retyped("locale", ["null", "bytes"], yes(ascii), "::1", noPromotion),
    retyped("locale", "boolean", true, never),
    retyped("locale", { type: "map", values: text }, { a: "CA" }, never),
    retyped("device_type", device, "android", never),
    retyped("device_type", ["null", device], no, null),
    retyped("device_type", ["null", device], yes("android"), wrong),
    retyped("device_id", { type: "fixed", name: "Id", size: 3 }, ascii, never),
    retyped("timestamp", "int", 7, 7),
    retyped("timestamp", ["int", "long"], new Branch(0, 7), 7, wholeUnion),
    retyped("timestamp", ["int", "long"], yes(1720576825), 1720576825, wholeUnion),
    retyped("timestamp", ["null", "long"], yes(7), 7, wholeUnion),
    retyped("timestamp", ["null", "long"], no, missing),
    retyped("timestamp", ["long", "string"], yes("7"), wrong),
    retyped("timestamp", text, "7", never),
    retyped("timestamp", "float", 7, never),
    retyped("timestamp", "double", 7, never),
    retyped("timestamp", { type: "long", logicalType: "timestamp-millis" }, 7, 7, {
      avro: asDate,
      fastavro: asDate,
    }),
  ];
}

function retyped(
  name: string,
  type: Schema,
  value: unknown,
  ours: unknown,
  others: Others = {},
): Evolution {
  const changed = fields.map((field) => field.name === name ? { name, type } : withValue(field));
  const isRead = typeof ours !== "string" || !/^[A-Z]+_[A-Z]+$/.test(ours);
  const fault = ours === "INCOMPATIBLE_SCHEMA" ? ours : `${ours} ${name}`;
  const title = `${name} as ${JSON.stringify(type)}, ${isRead ? "read" : "refused"}`;
  return evolution(`${title}: ${JSON.stringify(ours)}`, { ...userLogin, fields: changed }, {
    value: { ...login, ...plainUnions, [name]: value },
    ours: isRead ? { ...login, [name]: ours } : fault,
    others,
  });
}

const plainUnions = { device_type: yes(login.device_type), locale: yes(login.locale) };

function withValue({ name, type }: Field): Field {
  return { name, type };
}

function evolution(name: string, writer: Schema, rest: Partial<Evolution> = {}): Evolution {
  const value = { ...login, ...plainUnions };
  return { name, writer, value, reader: userLogin, ours: login, others: {}, ...rest };
}

function changedRecords(): Evolution[] {
  const without = (...names: string[]) => ({
    ...userLogin,
    fields: fields.filter(({ name }) => !names.includes(name)),
  });
  const ours = "INCOMPATIBLE_SCHEMA";
  const value = { ...login, ...plainUnions };
  const renamed = fields.map((field) =>
    field.name === "user_id" ? { ...field, name: "uid", aliases: ["user_id"] } : field
  );
  return [
    evolution("the same", userLogin),
    evolution("fields in another order", { ...userLogin, fields: fields.toReversed() }),
    evolution("without what has a default", without("locale", "device_type"), {
      ours: { ...login, locale: null, device_type: null },
    }),
    evolution("without what has none", without("user_id"), { ours }),
    evolution("an alias that only the writer knows", { ...userLogin, fields: renamed }, {
      value: { ...value, uid: login.user_id },
      ours,
    }),
    evolution("another namespace", { ...userLogin, namespace: "io.fetch" }, {
      others: wholeNames,
    }),
    evolution("no namespace", { ...userLogin, namespace: "" }, { others: wholeNames }),
    evolution("a namespace as inner classes have it", { ...userLogin, namespace: "a.Outer$" }, {
      others: wholeNames,
    }),
    evolution("the whole name in the name", { ...userLogin, name: "io.fetch.login.UserLogin" }),
    evolution("another name", { ...userLogin, name: "Logon" }, { ours, others: noRecordNames }),
    evolution("another name, in a union", ["null", { ...userLogin, name: "Logon" }], {
      value: yes(value),
      ours,
      others: noRecordNames,
    }),
    evolution("in a union with null", ["null", userLogin], {
      value: yes(value),
      others: wholeUnion,
    }),
    evolution("null in that union", ["null", userLogin], { value: no, ours }),
    evolution("in an array", { type: "array", items: userLogin }, { value: [value], ours }),
    evolution("a text instead", "string", { value: "login", ours }),
    evolution("an error instead of a record", { ...userLogin, type: "error" }, {
      others: { avro: "takes an error for another type than a record" },
    }),
    evolution("unknown attributes and docs", { ...userLogin, doc: "x", "x-team": ["a"] } as Schema),
  ];
}

function addedFields(): Evolution[] {
  const kind: Schema = { type: "enum", name: "Kind", symbols: ["A", "B"], default: "A" } as Schema;
  const inner: Schema = { type: "record", name: "Inner", fields: [{ name: "a", type: "float" }] };
  const list: Schema = {
    type: "record",
    name: "List",
    fields: [{ name: "rest", type: ["null", "List"] }],
  };
  const namesake: Schema = { ...userLogin, namespace: "other", fields: [] };
  const decimal: Schema = { type: "bytes", logicalType: "decimal", precision: 4 } as Schema;
  const one = { name: "x", type: text };
  return [
    added("a text", one, "17"),
    added("a text with a default", { ...one, default: "" }, "17"),
    added("a number with a text for a default", { name: "x", type: "int", default: "none" }, 7, {
      fastavro: "refuses a schema with a wrong default, whoever needs it",
    }),
    added("a union whose default is of its second branch", {
      name: "x",
      type: optional,
      default: "none",
    }, yes("17")),
    ...["toString", "constructor", "__proto__"].map((name) =>
      added(`a text called ${name}`, { ...one, name }, "17")
    ),
    added("a text whose name is no name", { ...one, name: "os-version" }, "17"),
    added("an enum", { name: "x", type: kind }, "B"),
    added("a fixed", { name: "x", type: { type: "fixed", name: "Digest", size: 3 } }, ascii),
    added("bytes that are no text", { name: "x", type: "bytes" }, new Uint8Array([255])),
    added("a map of unions", { name: "x", type: { type: "map", values: ["null", "double"] } }, {
      a: no,
      b: yes(1.5),
    }),
    added("an array of records", { name: "x", type: { type: "array", items: inner } }, [{ a: 1 }]),
    added("a record that holds itself", { name: "x", type: list }, {
      rest: yes({ rest: no }),
    }),
    added("the login before", { name: "x", type: ["null", "UserLogin"] }, no),
    added("a namesake from another namespace", { name: "x", type: namesake }, {}),
    added("a decimal", { name: "x", type: decimal }, new Uint8Array([1])),
  ];
}

function added(name: string, field: Field, value: unknown, others: Others = {}): Evolution {
  const writer = { ...userLogin, fields: [field, ...fields] };
  const entries = Object.entries({ ...login, ...plainUnions });
  return evolution(`with ${name}`, writer, {
    value: Object.fromEntries([...entries, [field.name, value]]),
    others,
  });
}

function readerAliases(): Evolution[] {
  const renamed = (field: Field) => field.name === "user_id" ? { ...field, name: "uid" } : field;
  const known = (field: Field) => field.name === "user_id" ? { ...field, aliases: ["uid"] } : field;
  const reader: Schema = {
    ...userLogin,
    aliases: ["io.fetch.login.Logon"],
    fields: fields.map(known),
  };
  const value = { ...login, ...plainUnions, uid: login.user_id };
  const writer = { ...userLogin, fields: fields.map(renamed) };
  return [
    evolution("a field by an alias of the reader", writer, { reader, value, others: noAliases }),
    evolution("a record by an alias of the reader", { ...writer, name: "Logon" }, {
      reader,
      value,
      others: noAliases,
    }),
  ];
}
