import { isFrame, schemaIdOf } from "../../src/pipeline/frame.ts";
import { RegisteredSchemas } from "../support/registered_schemas.ts";
import { hostileValues } from "./corpus.ts";
import type { Schema } from "./judge/avro_reader.ts";
import type { KnownSchemas } from "./known_schemas.ts";
import { writerSchemas } from "./writer_schemas.ts";

/** Registers the schemas of the corpus, and finds the schemas of all ids in it. */
export async function realRegistry(url: string, subjectPrefix: string): Promise<KnownSchemas> {
  const registered = new RegisteredSchemas(url);
  const ids = new Map<string, number>();
  for (const [name, schema] of writerSchemas) {
    const body = typeof schema === "string" ? { type: schema } : schema;
    ids.set(name, await registered.add(`${subjectPrefix}-${name}`, body as object));
  }
  const idOf = (name: string) => ids.get(name)!;
  const known = new Map<number, Schema | null>();
  // The ids in damaged frames do not depend on the schemas of these ids.
  for (const { value } of hostileValues({ idOf, schemaOf: () => null })) {
    const id = value !== null && isFrame(value) ? schemaIdOf(value) : null;
    if (id !== null && !known.has(id)) known.set(id, await schemaOf(url, id));
  }
  return { idOf, schemaOf: (id) => known.get(id) ?? null };
}

async function schemaOf(url: string, id: number): Promise<Schema | null> {
  const response = await fetch(`${url}/schemas/ids/${id}`);
  const { schema } = await response.json();
  return response.ok ? JSON.parse(schema) : null;
}
