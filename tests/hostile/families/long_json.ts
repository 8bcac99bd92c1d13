import type { Draft } from "../hostile_value.ts";
import { jsonFields } from "./json_fields.ts";
import { jsonSyntax } from "./json_syntax.ts";
import { jsonTexts } from "./json_texts.ts";

/** More than any login has; texts of this length are read in another way than shorter ones. */
const spaces = new Uint8Array(5_000).fill(0x20);

/** The same JSON with spaces behind it, which change nothing. */
export function* longJson(): Generator<Draft> {
  for (const family of [jsonSyntax, jsonTexts, jsonFields]) {
    for (const [name, value, wanted] of family()) {
      yield [`${family.name}, ${name}`, new Uint8Array([...value ?? [], ...spaces]), wanted];
    }
  }
}
