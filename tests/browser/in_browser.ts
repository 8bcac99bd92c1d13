import type { BrowserContextOptions } from "playwright-core";
import type { OpenPage } from "./open_page.ts";

const executablePath = "/usr/bin/chromium";

/** Opens the page in a browser with these options. */
export type Visit = (url: string, options?: BrowserContextOptions) => Promise<OpenPage>;

/**
 * A test in Debian's chromium. It is ignored, and its title says so, without chromium or without the
 * permissions of `deno task test:browser`.
 *
 * The driver is imported inside the test, because it reads the environment while it loads, and a bare
 * `deno test` does not permit that.
 */
export function browserTest(title: string, body: (visit: Visit) => Promise<void>): void {
  const missing = missingBrowser();
  Deno.test({
    name: missing === null ? title : `${title} (${missing})`,
    ignore: missing !== null,
    // Pipes to the browser close a moment after the browser.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => withBrowser(body),
  });
}

/** Why there is no browser for tests; null if there is one. */
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

/** Runs a test with its own browser, and fails if the browser logged errors. */
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

/** Without these, the browser contacts hosts of its vendor, and its sandbox refuses root. */
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
