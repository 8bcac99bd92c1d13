import { unknownWords, type Vocabulary } from "./command_lines.ts";
import { anchorsIn, linksIn } from "./links.ts";

/** What documents name that does not exist: tasks, options, settings, files, headings. */
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
    return [...words, ...links].map((name) => `${document} names ${name}, which does not exist`);
  });
}
