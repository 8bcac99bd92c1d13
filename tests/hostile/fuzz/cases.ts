import { isFrame, schemaIdOf } from "../../../src/pipeline/frame.ts";
import type { Fate } from "../hostile_value.ts";
import type { Schema } from "../judge/avro_reader.ts";
import { judgeFate, type SchemaOf } from "../judge/judge.ts";

/** What was once found: a value, or several that only together go wrong. */
export interface Case {
  /** What was wrong when it was found. */
  readonly complaint: string;
  readonly values: readonly CaseValue[];
}

/** A value and the fate that it must have. */
export interface CaseValue {
  readonly hex: string;
  /** What a frame's id stands for; null where it stands for nothing. */
  readonly schema: Schema | null;
  readonly wanted: Fate;
}

/** Makes a case; what should have become of its values is for the judge to say. */
export function caseOf(
  values: readonly Uint8Array[],
  complaint: string,
  schemaOf: SchemaOf,
): Case {
  return { complaint, values: values.map((value) => caseValueOf(value, schemaOf)) };
}

function caseValueOf(value: Uint8Array, schemaOf: SchemaOf): CaseValue {
  const id = isFrame(value) ? schemaIdOf(value) : null;
  const schema = id === null ? null : schemaOf(id);
  return { hex: new Uint8Array(value).toHex(), schema, wanted: judgeFate(value, schemaOf) };
}

/** A name for a case that two different ones hardly share. */
export async function caseName(found: Case): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(found));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return digest.toHex().slice(0, 12);
}

/** The module that lists the cases in files of these names. */
export function caseList(names: readonly string[]): string {
  const sorted = names.toSorted();
  const imports = sorted.map((name, i) =>
    `import case${i} from "./${name}.json" with { type: "json" };\n`
  );
  // A schema can be nested deeper than the compiler compares types.
  const list = sorted.map((_, i) => `case${i} as unknown`).join(", ");
  return `// Written by deno task fuzz.\n${imports.join("")}
/** The values that were found to go wrong once. */
export const cases: readonly unknown[] = [${list}];
`;
}
