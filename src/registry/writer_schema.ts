import avro from "avsc";
import { parseSchema } from "../pipeline/avro_schema.ts";
import type { RegistryAnswer } from "./answer.ts";
import type { SchemaAnswer } from "./codec_cache.ts";

/** Fetches one version of a subject. */
export type AskVersion = (subject: string, version: number) => Promise<RegistryAnswer>;

/** The schema in a registry's answer, with all schemas that it refers to, directly or indirectly. */
export async function writerSchemaIn(
  answer: RegistryAnswer,
  ask: AskVersion,
): Promise<SchemaAnswer> {
  const text = answer.text("schema");
  if ((answer.field("schemaType") ?? "AVRO") !== "AVRO") return { status: "incompatible" };
  const texts = await referencedTexts(answer, ask);
  try {
    const [referenced, schema] = [texts.map(parseJson), parseJson(text)];
    parseSchema(schema, referenced); // throws if it is not Avro
    return { status: "found", schema, referenced };
  } catch {
    return { status: "incompatible" };
  }
}

/** The texts of referenced schemas, without duplicates, each after its own references. */
async function referencedTexts(
  answer: RegistryAnswer,
  ask: AskVersion,
  seen = new Set<string>(),
): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const { subject, version } of answer.references()) {
    const name = `${subject} ${version}`;
    if (seen.has(name)) continue;
    seen.add(name);
    const other = await ask(subject, version);
    texts.push(...await referencedTexts(other, ask, seen), other.text("schema"));
  }
  return texts;
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}

/**
 * avsc's type of a schema, to read whole records; null if avsc does not support the schema. Defaults
 * are dropped, because only readers with missing fields need them and avsc rejects invalid ones.
 */
export function avscType(
  { schema, referenced = [] }: Extract<SchemaAnswer, { status: "found" }>,
): avro.Type | null {
  const registry = {};
  const typeOf = (json: unknown) => {
    const text = JSON.stringify(json);
    const plain = JSON.parse(text, (key, value) => key === "default" ? undefined : value);
    return avro.Type.forSchema(plain, { registry });
  };
  try {
    referenced.forEach(typeOf);
    return typeOf(schema);
  } catch {
    return null;
  }
}
