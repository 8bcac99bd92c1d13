import type { Snapshot } from "../contract/snapshot.ts";
import { pageFile } from "./page_files.ts";

// About 1,000 locales in each of three tables. A longer snapshot would delay the page, which then
// waits for its first event instead.
const maxSnapshotLength = 256 * 1024;
const place = '<template id="snapshot">';

/** The page with the current state in it, which its first paint shows. */
export async function livePage(snapshot: Snapshot): Promise<Response> {
  const page = await pageFile("index.html");
  return new Response(withSnapshot(await page.text(), snapshot), { headers: page.headers });
}

/**
 * Puts a snapshot as text into the template that the page has for it: a browser neither shows nor
 * runs anything in a template.
 */
export function withSnapshot(html: string, snapshot: Snapshot): string {
  const json = JSON.stringify(snapshot);
  if (json.length > maxSnapshotLength) return html;
  const escaped = json.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  // A function, because a replacement text gives $& a meaning, and a locale may contain it.
  return html.replace(place, () => place + escaped);
}
