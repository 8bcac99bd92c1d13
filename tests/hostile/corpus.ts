import { avroBombs } from "./families/avro_bombs.ts";
import { avroDamage } from "./families/avro_damage.ts";
import { frames } from "./families/frames.ts";
import { jsonDamage } from "./families/json_damage.ts";
import { jsonFields } from "./families/json_fields.ts";
import { jsonSyntax } from "./families/json_syntax.ts";
import { jsonTexts } from "./families/json_texts.ts";
import { longJson } from "./families/long_json.ts";
import { sizes } from "./families/sizes.ts";
import { timestamps } from "./families/timestamps.ts";
import { writers } from "./families/writers.ts";
import type { Draft, HostileValue } from "./hostile_value.ts";
import type { KnownSchemas } from "./known_schemas.ts";

/** Generates the values of one kind one at a time: all at once take a hundred megabytes. */
export type Family = (schemas: KnownSchemas) => Iterable<Draft>;

/** All kinds of hostile values. */
export const families: Readonly<Record<string, Family>> = {
  "JSON syntax": jsonSyntax,
  "JSON texts": jsonTexts,
  "JSON fields": jsonFields,
  "JSON damage": jsonDamage,
  "long JSON": longJson,
  timestamps,
  frames,
  "Avro damage": avroDamage,
  "Avro bombs": avroBombs,
  writers,
  sizes,
};

/** The corpus: thousands of values, each with the fate that it must have. */
export function* hostileValues(schemas: KnownSchemas): Generator<HostileValue> {
  for (const [family, values] of Object.entries(families)) {
    for (const [name, value, wanted] of values(schemas)) {
      yield { name: `${family}: ${name}`, value, wanted };
    }
  }
}
