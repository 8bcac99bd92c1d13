import { assertEquals, assertStringIncludes } from "@std/assert";
import type { LocaleCount } from "../../../src/contract/counts.ts";
import type { Snapshot } from "../../../src/contract/snapshot.ts";
import { withSnapshot } from "../../../src/web/live_page.ts";
import page from "../../../src/web/page/index.html" with { type: "text" };
import { made } from "./page/made.ts";
import { hostileLocale } from "./shown.ts";

const template = /<template id="snapshot">([^]*?)<\/template>/;

function snapshotOf(...locales: readonly string[]): Snapshot {
  const snapshot = made.snapshot();
  const lastLogin = "2026-01-31T12:00:00.000Z";
  const counts: LocaleCount[] = locales.map((locale) => ({ locale, count: 1, lastLogin }));
  return { ...snapshot, counts: { ...snapshot.counts, counts } };
}

function snapshotIn(html: string): unknown {
  const text = template.exec(html)?.[1] ?? "";
  return JSON.parse(text.replaceAll("&lt;", "<").replaceAll("&amp;", "&"));
}

Deno.test("the page comes with the whole snapshot, whatever characters a locale has", () => {
  const snapshot = snapshotOf("CO", hostileLocale, "&lt;", "$&", "$`", "\u2028", "</template>");
  assertEquals(snapshotIn(withSnapshot(page, snapshot)), snapshot);
});

Deno.test("a locale that is HTML adds no tag to the page", () => {
  const html = withSnapshot(page, snapshotOf(hostileLocale, "</template><script>"));
  assertEquals(html.match(/<[a-z/]/gi)?.length, page.match(/<[a-z/]/gi)?.length);
});

Deno.test("a snapshot over 256 KiB does not come with the page", () => {
  const many = Array.from({ length: 5_000 }, (_, at) => `locale-${at}`);
  assertStringIncludes(withSnapshot(page, snapshotOf("CO")), '"locale":"CO"');
  assertEquals(withSnapshot(page, snapshotOf(...many)), page);
});
