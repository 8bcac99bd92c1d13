import type { BrowserContextOptions } from "playwright-core";
import type { OpenPage } from "./open_page.ts";

const executablePath = "/usr/bin/chromium";

/** Opens the page, as a person with a browser like this would. */
export type Visit = (url: string, options?: BrowserContextOptions) => Promise<OpenPage>;

/**
 * A test in Debian's chromium. Without it, or without the permissions of `deno task test:browser`,
 * it is ignored, and its title says so.
 *
 * The browser's driver is imported inside the test: it reads the environment while it loads, and a
 * bare `deno test` has no permission for that.
 */
export function browserTest(title: string, body: (visit: Visit) => Promise<void>): void {
  const missing = missingBrowser();
  Deno.test({
    name: missing === null ? title : `${title} (${missing})`,
    ignore: missing !== null,
    // Pipes to the browser end a moment after it says so.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => withBrowser(body),
  });
}

/** Why there is no browser to test in; null where there is one. */
export function missingBrowser(): string | null {
  const { state } = Deno.permissions.querySync({ name: "run", command: executablePath });
  if (state !== "granted") return "needs a browser: deno task test:browser";
  try {
    Deno.statSync(executablePath);
    return null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return `there is no ${executablePath}`;
    throw error;
  }
}

/** Lends a browser of its own, which is gone afterwards, and holds what it complains of against it. */
export async function withBrowser(body: (visit: Visit) => Promise<void>): Promise<void> {
  const { chromium } = await import("playwright-core");
  const { openPage } = await import("./open_page.ts");
  const browser = await chromium.launch({ executablePath, headless: true, args: switches });
  const pages: OpenPage[] = [];
  try {
    await body(async (url, options = {}) => {
      const page = await openPage(browser, url, options);
      pages.push(page);
      return page;
    });
    for (const page of pages) page.assertQuiet();
  } finally {
    await browser.close();
  }
}

/** Without them the browser asks hosts of its maker at every start, and a sandbox refuses root. */
const switches = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
