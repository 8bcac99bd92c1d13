import { Rejection, rejectionCodes } from "../../src/pipeline/rejection.ts";
import { settings } from "../../src/settings/config.ts";
import { type GeneratedPart, markdownTable } from "./generated_part.ts";

/** The tasks of deno.json with their descriptions and command lines. */
export type Tasks = Readonly<
  Record<string, { readonly description: string; readonly command: string }>
>;

/** A consumer example: its language as Markdown names it, and its text. */
export interface Example {
  readonly title: string;
  readonly language: string;
  readonly text: string;
}

/** The part of docs/consume.md that is generated from the examples. */
export function consumeParts(examples: readonly Example[]): GeneratedPart[] {
  return [{ name: "consumers", markdown: examples.map(exampleSection).join("\n\n") }];
}

/** The part of docs/commands.md that is generated from deno.json. */
export function commandParts(tasks: Tasks): GeneratedPart[] {
  const rows = Object.entries(tasks)
    .map(([name, { description }]) => [`\`deno task ${name}\``, description]);
  return [{ name: "tasks", markdown: markdownTable(["command", "what it does"], rows) }];
}

/** The part of docs/settings.md that is generated from the table of settings. */
export function settingsParts(): GeneratedPart[] {
  const rows = Object.values(settings).map(({ env, fallback, doc, isSecret }) => [
    `\`${env}\`${isSecret ? ` or \`${env}_FILE\`` : ""}`,
    fallback ? `\`${fallback}\`` : "",
    doc,
  ]);
  const heading = ["environment variable", "default", "what it means"];
  return [{ name: "settings", markdown: markdownTable(heading, rows) }];
}

/** The part of docs/operate.md that lists the causes of dead letters. */
export function causeParts(): GeneratedPart[] {
  const rows = rejectionCodes.map((code) => [`\`${code}\``, new Rejection(code).message]);
  return [{ name: "causes", markdown: markdownTable(["cause", "what is wrong"], rows) }];
}

function exampleSection({ title, language, text }: Example): string {
  const summary = `<details><summary>${title}</summary>`;
  return `${summary}\n\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n\n</details>`;
}
