import { assert, assertEquals } from "@std/assert";
import type { Counts } from "../../src/contract/counts.ts";
import { audit, latestCounts } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { json, login } from "../support/logins.ts";
import { missingProxy, ReverseProxy } from "../support/reverse_proxy.ts";
import type { Scene } from "../support/scene.ts";
import { until } from "../support/until.ts";
import { freePort } from "./free_port.ts";
import { missingBrowser, type Visit, withBrowser } from "./in_browser.ts";
import type { OpenPage } from "./open_page.ts";

const evil = "<img src=x onerror=alert(1)>";
const windows = { COUNT_WINDOWS: "PT1M,PT1H" };
const plainNames = {
  INPUT_TOPIC: "user-login",
  OUTPUT_TOPIC: "processed-data-topic",
  DLQ_TOPIC: "user-login-dlq",
  APP_ID: "login-pipeline",
};
const number = new Intl.NumberFormat("en");
const phone = { width: 390, height: 844 };

/** A test of the page of a real pipeline; ignored without a browser or a stack. */
function pipelineTest(
  title: string,
  body: (scene: Scene, visit: Visit) => Promise<void>,
  env: Readonly<Record<string, string>> = windows,
  missing: string | null = missingBrowser(),
): void {
  if (missing !== null) Deno.test({ name: `${title} (${missing})`, ignore: true, fn: () => {} });
  else integrationTest(title, (scene) => withBrowser((visit) => body(scene, visit)), { env });
}

pipelineTest(
  "the page shows the committed counts, even after the processor was killed",
  async (scene, visit) => {
    const port = freePort();
    const url = `http://127.0.0.1:${port}/`;
    const processor = await scene.started({ HTTP_PORT: String(port) });
    await isServed(url);
    const open = await visit(url);
    await open.isLive(30_000);

    const seen = watchTotal(open);
    await scene.produce({ value: json({ ...login, locale: evil }) });
    await scene.generate(3000, 500);
    await scene.processed();
    await assertSameCounts(scene, open, url);
    const totals = await seen.end();
    assert(totals.length > 5, `the total took only these steps: ${totals}`);
    assertEquals(totals, totals.toSorted((a, b) => a - b));
    assertEquals(await open.page.locator("img").count(), 0);

    open.isServerAway = true;
    await processor.murder();
    await open.page.locator("#offline").waitFor({ state: "visible" });
    await open.shows("#verdict", "Not known");
    await scene.produce({ value: json({ ...login, locale: "after" }) });
    await scene.started({ HTTP_PORT: String(port) });
    await open.isLive(30_000);
    await open.page.locator("#offline").waitFor({ state: "hidden" });
    open.isServerAway = false;
    await scene.generate(1500, 500);
    await scene.processed();
    await assertSameCounts(scene, open, url);
    await until("all is well", async () => (await open.text("#verdict")).startsWith("Healthy"));
    await open.assertAccessible();
  },
);

pipelineTest(
  "the page works below a path behind nginx, and its events arrive at once",
  async (scene, visit) => {
    const [port, front] = [freePort(), freePort()];
    await using _ = await ReverseProxy.nginx(`server { listen 127.0.0.1:${front};
      location /logins/ { proxy_pass http://127.0.0.1:${port}/; } }`);
    await scene.started({ HTTP_PORT: String(port), HTTP_BASE_PATH: "/logins" });
    const url = `http://127.0.0.1:${front}/logins/`;
    await isServed(url);
    const open = await visit(url);
    await open.isLive(30_000);
    await scene.generate(500);
    await scene.processed();
    await assertSameCounts(scene, open, url);
    open.isServerAway = true; // nginx stops before the browser
  },
  windows,
  missingBrowser() ?? await missingProxy("nginx"),
);

pipelineTest(
  "the screenshots for the documents are taken",
  async (scene, visit) => {
    const port = freePort();
    const url = `http://127.0.0.1:${port}/`;
    await scene.started({ HTTP_PORT: String(port) });
    await isServed(url);
    await scene.generate(27_000, 150, { badRatio: 0.01 });
    const generating = scene.generate(4500, 150, { seed: 1, badRatio: 0.01 });
    for (
      const [name, options, height] of [
        ["page-light", { colorScheme: "light" }, 1350],
        ["page-dark", { colorScheme: "dark" }, 1350],
        ["page-phone", { colorScheme: "light", viewport: phone }, 1560],
      ] as const
    ) {
      const open = await visit(url, options);
      await open.isLive();
      const { width } = open.page.viewportSize()!;
      await open.page.setViewportSize({ width, height });
      await open.page.waitForTimeout(2500);
      const path = `docs/images/${name}.png`;
      await open.page.screenshot({ path });
      const { size } = await Deno.stat(path);
      assert(size < 300_000, `${path} has ${size} bytes`);
    }
    await generating;
  },
  // A separate stack can use the default topic names.
  { ...windows, ...plainNames },
  missingBrowser() ?? (Deno.args.includes("--screenshots") ? null : "only with --screenshots"),
);

/** Waits for the page, which a processor loads only after its start. */
async function isServed(url: string): Promise<void> {
  await until("the page is served", async () => {
    const answer = await fetch(url);
    await answer.body?.cancel();
    return answer.ok;
  });
}

/** Compares what the page shows, what the API answers and what Java reads. */
async function assertSameCounts(scene: Scene, open: OpenPage, url: string): Promise<void> {
  const { counts } = await audit(scene);
  const java = [...latestCounts(counts)].filter(([, { fields }]) => fields["window_start"] === null)
    .map(([, { fields }]) => [String(fields["locale"]), Number(fields["count"])] as const);
  const total = java.reduce((sum, [, count]) => sum + count, 0);
  await open.shows("#counted", number.format(total));

  const answer: Counts = await (await fetch(`${url}api/counts`)).json();
  assertEquals(answer.total, total);
  const api = answer.counts.map(({ locale, count }) => [locale, count] as const);
  assertEquals(Object.fromEntries(api), Object.fromEntries(java));
  const texts = java.map(([locale, count]) => [locale, number.format(count)] as const);
  assertEquals(await open.ranking(), Object.fromEntries(texts));
}

/** Records each total that the page shows. */
function watchTotal(open: OpenPage): { end: () => Promise<number[]> } {
  const totals = new Set<number>();
  let isWatching = true;
  const watching = (async () => {
    while (isWatching) {
      const shown = Number((await open.text("#counted")).replaceAll(",", ""));
      if (!Number.isNaN(shown)) totals.add(shown);
      await open.page.waitForTimeout(50);
    }
  })();
  return {
    end: async () => {
      isWatching = false;
      await watching;
      return [...totals];
    },
  };
}
