import { Rejection, rejectionCodes } from "../../src/pipeline/rejection.ts";
import { settings } from "../../src/settings/config.ts";
import { type GeneratedPart, markdownTable } from "./generated_part.ts";

/** The tasks of deno.json with what each says of itself. */
export type Tasks = Readonly<Record<string, { readonly description: string }>>;

/** A consumer example: its language as Markdown names it, and its text. */
export interface Example {
  readonly title: string;
  readonly language: string;
  readonly text: string;
}

/** The parts of README.md that are made from code. */
export function readmeParts(tasks: Tasks, examples: readonly Example[]): GeneratedPart[] {
  return [
    { name: "consumers", markdown: examples.map(exampleSection).join("\n\n") },
    { name: "tasks", markdown: tasksTable(tasks) },
    { name: "settings", markdown: settingsTable() },
    { name: "causes", markdown: causesTable() },
  ];
}

function exampleSection({ title, language, text }: Example): string {
  const summary = `<details><summary>${title}</summary>`;
  return `${summary}\n\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n\n</details>`;
}

function tasksTable(tasks: Tasks): string {
  const rows = Object.entries(tasks)
    .map(([name, { description }]) => [`\`deno task ${name}\``, description]);
  return markdownTable(["command", "what it does"], rows);
}

function settingsTable(): string {
  const rows = Object.values(settings).map(({ env, fallback, doc, isSecret }) => [
    `\`${env}\`${isSecret ? ` or \`${env}_FILE\`` : ""}`,
    fallback ? `\`${fallback}\`` : "",
    doc,
  ]);
  return markdownTable(["environment variable", "default", "what it means"], rows);
}

function causesTable(): string {
  const rows = rejectionCodes.map((code) => [`\`${code}\``, new Rejection(code).message]);
  return markdownTable(["cause", "what is wrong"], rows);
}
