import type { Schema } from "./judge/avro_reader.ts";
import { writerSchemas } from "./writer_schemas.ts";

/** The content of a registry, as far as the corpus needs it. */
export interface KnownSchemas {
  /** The id of one of {@linkcode writerSchemas}. */
  readonly idOf: (name: string) => number;
  /** The schema of any id; null if there is none. */
  readonly schemaOf: (id: number) => Schema | null;
}

const firstId = 1_000;

/** A registry that holds only {@linkcode writerSchemas}. */
export function inventedRegistry(): KnownSchemas {
  const names = [...writerSchemas.keys()];
  return {
    idOf: (name) => firstId + names.indexOf(name),
    schemaOf: (id) => writerSchemas.get(names[id - firstId] ?? "") ?? null,
  };
}
