import { brokenTables } from "./broken_tables.ts";
import { unknownWords, type Vocabulary } from "./command_lines.ts";
import { anchorsIn, linksIn } from "./links.ts";

/** The errors of documents: tables that do not render, and names without a target. */
export function documentFindings(
  documents: ReadonlyMap<string, string>,
  vocabulary: Vocabulary,
  existing: ReadonlySet<string>,
): string[] {
  return [...documents].flatMap(([document, text]) => {
    const words = unknownWords(text, vocabulary);
    const links = linksIn(document, text).flatMap(({ file, anchor }) => {
      if (!existing.has(file)) return [`the file ${file}`];
      const target = documents.get(file);
      const isDead = anchor !== "" && target !== undefined && !anchorsIn(target).includes(anchor);
      return isDead ? [`the heading #${anchor} in ${file}`] : [];
    });
    const names = [...words, ...links].map((name) =>
      `${document} names ${name}, which does not exist`
    );
    const tables = brokenTables(text)
      .map((line) => `${document}:${line} is a row of a table that does not render`);
    return [...names, ...tables];
  });
}
