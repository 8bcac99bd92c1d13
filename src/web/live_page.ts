import type { Snapshot } from "../contract/snapshot.ts";
import { pageFile } from "./page_files.ts";

// About 1,000 locales in three tables. A longer snapshot would delay the page, which gets it as its
// first event instead.
const maxSnapshotLength = 256 * 1024;
const place = '<template id="snapshot">';

/**
 * The page with a snapshot in it, so that its first paint shows the state and not "Connecting". The
 * snapshot is text in a template: a browser renders no template and runs nothing in it.
 */
export async function livePage(snapshot: Snapshot): Promise<Response> {
  const page = await pageFile("index.html");
  const html = await page.text();
  const json = JSON.stringify(snapshot);
  if (json.length > maxSnapshotLength) return new Response(html, { headers: page.headers });
  const escaped = json.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  // A function, because $& in a locale would be a pattern in a replacement text.
  return new Response(html.replace(place, () => place + escaped), { headers: page.headers });
}
