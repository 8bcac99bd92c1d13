import { assertEquals, assertThrows } from "@std/assert";
import { judgeDocs } from "../../../../tools/docs/doc_findings.ts";

Deno.test("judgeDocs() reports an exported name without documentation", () => {
  const { findings } = judgeDocs(
    answer(undocumented("src/a.ts:7:1", "export function f(): void {")),
  );
  assertEquals(findings, [{
    message: "exported symbol is missing JSDoc documentation",
    place: "src/a.ts:7:1",
    source: "export function f(): void {",
    privateType: null,
  }]);
});

Deno.test("judgeDocs() ignores a member without a comment", () => {
  const text = answer(undocumented("src/a.ts:3:12", "  readonly timeoutMs: number;"));
  assertEquals(judgeDocs(text), { findings: [], members: 1, foreignTypes: 0 });
});

Deno.test("judgeDocs() reports a missing type, even of a member", () => {
  const text = answer(
    ["missing-return-type", "exported function is missing an explicit return type", "  get() {"],
  );
  assertEquals(judgeDocs(text).findings.length, 1);
});

Deno.test("judgeDocs() reports a private type of ours in an exported signature", () => {
  const text = answer(privateReference("type Secret = { readonly a: number };"));
  assertEquals(judgeDocs(text).findings.map(({ privateType }) => privateType), [
    "type Secret = { readonly a: number };",
  ]);
});

Deno.test("judgeDocs() ignores a type that another package exports", () => {
  const text = answer(privateReference("export class Kafka {"));
  assertEquals(judgeDocs(text), { findings: [], members: 0, foreignTypes: 1 });
});

Deno.test("judgeDocs() judges each of several findings by its own lines", () => {
  const text = answer(
    privateReference("export class Kafka {"),
    undocumented("src/a.ts:1:1", "export const a: number = 1;"),
    privateReference("interface Hidden {"),
  );
  const { findings, foreignTypes } = judgeDocs(text);
  assertEquals(findings.map(({ privateType }) => privateType), [null, "interface Hidden {"]);
  assertEquals(foreignTypes, 1);
});

Deno.test("judgeDocs() accepts sources without a finding", () => {
  const verdict = { findings: [], members: 0, foreignTypes: 0 };
  assertEquals(judgeDocs("Warning something else\nChecked 163 files"), verdict);
});

Deno.test("judgeDocs() refuses the output of a linter that crashed", () => {
  for (const text of ["", "error: Module not found", answer().replace("Found 0", "Found 1")]) {
    assertThrows(() => judgeDocs(text), Error, "not a complete output of deno doc --lint");
  }
});

type Finding = readonly [
  code: string,
  message: string,
  source: string,
  place?: string,
  rest?: string,
];

function undocumented(place: string, source: string): Finding {
  return ["missing-jsdoc", "exported symbol is missing JSDoc documentation", source, place];
}

function privateReference(declaration: string): Finding {
  const message = "public type 'a' references private type 'B'";
  const rest = `   = hint: make the referenced type public or remove the reference
   | 
 9 | ${declaration}
   | - this is the referenced type
   | 

  info: to ensure documentation is complete all types must be public
`;
  return ["private-type-ref", message, "export function a(b: B): void {", "src/a.ts:30:1", rest];
}

/** The output of Deno 2.9, without its colors. */
function answer(...findings: readonly Finding[]): string {
  const blocks = findings.map(([code, message, source, place = "src/a.ts:1:1", rest = ""]) =>
    `error[${code}]: ${message}
  --> ${place}
   | 
30 | ${source}
   | ^
${rest}

`
  );
  return `${blocks.join("")}error: Found ${findings.length} documentation lint errors.\n`;
}
