/** A JSON Schema, as OpenAPI 3.1 has it. */
export type Schema = Readonly<Record<string, unknown>>;

/** Text. */
export const text: Schema = { type: "string" };
/** A number, whole or not. */
export const number: Schema = { type: "number" };
/** A whole number from 0 on. */
export const count: Schema = { type: "integer", minimum: 0 };
/** Yes or no. */
export const yesNo: Schema = { type: "boolean" };
/** ISO 8601 in UTC. */
export const time: Schema = {
  type: "string",
  pattern: "^\\d{4,6}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$",
};

/** The same, or null. */
export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: "null" }] };
}

/** A list. */
export function listOf(items: Schema): Schema {
  return { type: "array", items };
}

/** One of some words. */
export function oneOf(...words: readonly string[]): Schema {
  return { type: "string", enum: words };
}

/** An object with exactly these members, all of them, and none but those that may be there. */
export function object(
  members: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  const required = Object.keys(members);
  const properties = { ...members, ...optional };
  return { type: "object", properties, required, additionalProperties: false };
}

/** An object with any members of one kind. */
export function mapOf(values: Schema): Schema {
  return { type: "object", additionalProperties: values };
}

/** A schema of the document by its name. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
