import { assertEquals } from "@std/assert";
import axe from "axe-core/axe.min.js" with { type: "text" };
import type { Browser, BrowserContextOptions, ConsoleMessage, Page } from "playwright-core";
import { until } from "../support/until.ts";

const waitMs = 10_000;

/** The page in a browser, and the errors of the browser. */
export class OpenPage {
  readonly page: Page;
  /** Whether the server is away or starting: the browser then logs failed requests. */
  isServerAway = false;
  readonly #complaints: string[] = [];

  /** Records errors of the browser from the start. */
  constructor(page: Page, origin: string) {
    this.page = page;
    page.on("pageerror", ({ message }) => this.#complaints.push(`error: ${message}`));
    page.on("console", (message) => this.#heard(message));
    page.on("request", (request) => {
      const isOurs = new URL(request.url()).origin === origin;
      if (!isOurs) this.#complaints.push(`request to another host: ${request.url()}`);
    });
  }

  /** The text of an element. */
  async text(selector: string): Promise<string> {
    return await this.page.locator(selector).innerText();
  }

  /** Waits until an element has a text; the error has the text it had instead. */
  async shows(selector: string, text: string, timeoutMs = waitMs): Promise<void> {
    let last = "";
    await until(`${selector} shows "${text}"`, async () => {
      last = await this.text(selector);
      return last === text;
    }, timeoutMs).catch((error) => {
      throw new Error(`${error.message}; it shows "${last}"`);
    });
  }

  /** Waits until the page has its first snapshot. */
  async isLive(timeoutMs = waitMs): Promise<void> {
    await this.page.locator('body[data-connection="live"]').waitFor({ timeout: timeoutMs });
    await until("the page is drawn", async () => await this.text("#verdict") !== "Connecting");
  }

  /** All counts in the ranking, by locale, after expanding it. */
  async ranking(): Promise<Record<string, string>> {
    const more = this.page.locator("#ranking-more");
    if (await more.isVisible() && await more.getAttribute("aria-expanded") === "false") {
      await more.click();
      await this.page.waitForTimeout(300);
    }
    const rows = await this.page.locator("#ranking tr").all();
    return Object.fromEntries(
      await Promise.all(rows.map(async (row) => [
        await row.locator("bdi").innerText(),
        await row.locator("td.bar").innerText(),
      ])),
    );
  }

  /** Fails on serious and critical accessibility findings of axe. */
  async assertAccessible(): Promise<void> {
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate("axe.run()") as AxeResults;
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const found = grave.map(({ id, nodes }) => {
      return [
        id,
        ...nodes.slice(0, 5).map(({ target, failureSummary }) => `${target}: ${failureSummary}`),
      ];
    });
    assertEquals(found, []);
  }

  /** Fails if the browser logged an error or a warning. */
  assertQuiet(): void {
    assertEquals(this.#complaints, []);
  }

  #heard(message: ConsoleMessage): void {
    if (message.type() !== "error" && message.type() !== "warning") return;
    const { url } = message.location();
    const isOutage = /^Failed to load resource: (net::ERR_|.* status of 503)/.test(message.text());
    if (this.isServerAway && isOutage && url.endsWith("/api/events")) return;
    this.#complaints.push(`console ${message.type()}: ${message.text()} ${url}`);
  }
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly target: string[]; readonly failureSummary: string }[];
  }[];
}

/** Opens the page in its own window. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const open = new OpenPage(await context.newPage(), new URL(url).origin);
  await open.page.goto(url);
  return open;
}
