import { isFrame, schemaIdOf } from "../../../src/pipeline/frame.ts";
import type { Fate } from "../hostile_value.ts";
import type { Schema } from "../judge/avro_reader.ts";
import { judgeFate, type SchemaOf } from "../judge/judge.ts";

/** A recorded case: a value, or several that fail only together. */
export interface Case {
  /** The complaint when it was found. */
  readonly complaint: string;
  readonly values: readonly CaseValue[];
}

/** A value and its expected fate. */
export interface CaseValue {
  readonly hex: string;
  /** The schema of a frame's id; null if there is none. */
  readonly schema: Schema | null;
  readonly wanted: Fate;
}

/** Makes a case; the judge decides the expected fates. */
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

/** A name that is unlikely to be shared by two different cases. */
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
