import { Random } from "../../../src/generator/random.ts";
import type { Schema } from "../judge/avro_reader.ts";
import { inventedRegistry, type KnownSchemas } from "../known_schemas.ts";
import { makeSchema } from "./schema_maker.ts";

const firstMadeId = 1 << 20;
const madeIds = 1 << 20;
const maxRemembered = 500;

/** The schemas of the corpus, followed by a million ids whose schemas are generated from the id. */
export class MadeRegistry implements KnownSchemas {
  readonly idOf: (name: string) => number;
  readonly #invented = inventedRegistry();
  readonly #made = new Map<number, Schema>();

  constructor() {
    this.idOf = this.#invented.idOf;
  }

  /** An id with a generated schema. */
  anyId(random: Random): number {
    return firstMadeId + random.below(madeIds);
  }

  readonly schemaOf = (id: number): Schema | null => {
    if (id < firstMadeId || id >= firstMadeId + madeIds) return this.#invented.schemaOf(id);
    const schema = this.#made.get(id) ?? makeSchema(new Random(id));
    if (this.#made.size >= maxRemembered) this.#made.clear();
    this.#made.set(id, schema);
    return schema;
  };
}
