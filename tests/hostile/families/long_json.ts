import type { Draft } from "../hostile_value.ts";
import { jsonFields } from "./json_fields.ts";
import { jsonSyntax } from "./json_syntax.ts";
import { jsonTexts } from "./json_texts.ts";

/** Longer than any login; texts of this length are read by another path than shorter ones. */
const spaces = new Uint8Array(5_000).fill(0x20);

/** The same JSON followed by spaces, which change nothing. */
export function* longJson(): Generator<Draft> {
  for (const family of [jsonSyntax, jsonTexts, jsonFields]) {
    for (const [name, value, wanted] of family()) {
      yield [`${family.name}, ${name}`, new Uint8Array([...value ?? [], ...spaces]), wanted];
    }
  }
}
