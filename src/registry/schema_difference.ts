import avro from "avsc";
import type { Level } from "./subjects.ts";

/** A registered version to compare with. */
export interface Version {
  readonly version: number;
  readonly schema: string;
}

/**
 * How a candidate violates a level against one registered version, as sentences that name the field
 * and the rule; empty if it does not. Follows the schema resolution of the Avro specification.
 */
export function differences(candidate: string, registered: Version, level: Level): string[] {
  const name = `version ${registered.version}`;
  const newer = parse(candidate);
  const older = parse(registered.schema);
  if (newer === null) return ["the new schema is not an Avro schema"];
  if (older === null) return [`${name} is not an Avro schema`];
  const backward = `${level} requires that the new schema can read data of ${name}`;
  const added = unreadable(newer, older, {
    missing: (field) => `field "${field}" was added without a default`,
    changed: (field, reader, writer) => `${field} changed from ${writer} to ${reader}`,
  }).map((what) => `${what}: ${backward}`);
  if (level === "BACKWARD_TRANSITIVE") return added;
  const forward = `${level} requires that ${name} can read data of the new schema`;
  const removed = unreadable(older, newer, {
    missing: (field) => `field "${field}" was removed and has no default`,
    changed: (field, reader, writer) => `${field} changed from ${reader} to ${writer}`,
  }).map((what) => `${what}: ${forward}`);
  return [...added, ...removed];
}

/** The wording for the two ways in which a reader can fail. */
interface Wording {
  readonly missing: (field: string) => string;
  readonly changed: (what: string, reader: string, writer: string) => string;
}

/** Why a reader cannot read a writer's data, field by field, including nested records. */
function unreadable(reader: avro.Type, writer: avro.Type, wording: Wording, path = ""): string[] {
  if (reads(reader, writer)) return [];
  const what = path === "" ? "the record" : `field "${path}"`;
  const changed = [wording.changed(what, ...namesApart(reader, writer))];
  if (!isRecord(reader) || !isRecord(writer) || reader.name !== writer.name) return changed;
  const found = reader.fields.flatMap((field) => {
    const fieldPath = path === "" ? field.name : `${path}.${field.name}`;
    const source = writer.fields.find(({ name }) => [field.name, ...field.aliases].includes(name));
    if (source !== undefined) return unreadable(field.type, source.type, wording, fieldPath);
    return field.defaultValue() === undefined ? [wording.missing(fieldPath)] : [];
  });
  return found.length > 0 ? found : changed;
}

function namesApart(reader: avro.Type, writer: avro.Type): [reader: string, writer: string] {
  const names: [string, string] = [reader.toString(), writer.toString()];
  return names[0] === names[1] ? [JSON.stringify(reader), JSON.stringify(writer)] : names;
}

function reads(reader: avro.Type, writer: avro.Type): boolean {
  try {
    reader.createResolver(writer);
    return true;
  } catch {
    return false;
  }
}

function isRecord(type: avro.Type): type is avro.types.RecordType {
  return type.typeName === "record";
}

function parse(schema: string): avro.Type | null {
  try {
    return avro.Type.forSchema(JSON.parse(schema));
  } catch {
    return null;
  }
}
