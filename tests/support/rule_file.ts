/** A recording or alert rule in a rule file. */
export interface Rule {
  readonly kind: "record" | "alert";
  readonly name: string;
  readonly expression: string;
  /** The lines after its name, including labels and annotations. */
  readonly text: string;
}

/**
 * The rules of a file that promtool accepts and `deno fmt` formats. This leaves two ways to write an
 * expression, so they can be found by lines.
 */
export function rulesOf(file: string): Rule[] {
  return file.split(/^ {6}- (?=alert: |record: )/m).slice(1).map(ruleOf);
}

function ruleOf(text: string): Rule {
  const [, kind, name] = /^(alert|record): (\S+)$/m.exec(text) ?? [];
  const [, inline, block] = /^ {8}expr: (?:\|\n((?: {10}.*\n)+)|(.+)\n)/m.exec(text) ?? [];
  const expression = inline ?? block;
  if (!kind || !name || !expression) throw new Error(`Cannot read the rule: ${text}`);
  return { kind: kind as Rule["kind"], name, expression, text };
}
