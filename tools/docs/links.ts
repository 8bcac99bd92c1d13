/** A link of a document to a file of the project, or to a heading in one. */
export interface Link {
  /** From the root of the project. */
  readonly file: string;
  /** The heading as an anchor on GitHub; empty for none. */
  readonly anchor: string;
}

/** The links of a document to files of the project, including pictures. */
export function linksIn(document: string, markdown: string): Link[] {
  const text = markdown.replaceAll(/^```[^]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, picture]) => link ?? picture ?? "");
  return targets.filter((target) => !/^\w+:/.test(target)).map((target) => {
    const { pathname, hash } = new URL(target, `file:///${document}`);
    return { file: pathname.slice(1), anchor: hash.slice(1) };
  });
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsIn(markdown: string): string[] {
  const text = markdown.replaceAll(/^```[^]*?^```/gm, "");
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(" ", "-")
  );
}
