import { assert, assertEquals } from "@std/assert";
import { FixtureServer } from "./fixture_server.ts";
import { browserTest } from "./in_browser.ts";
import { MadePipeline } from "./made_pipeline.ts";

const phone = { width: 390, height: 844 };
const looks = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["phone", { colorScheme: "light", viewport: phone, hasTouch: true }],
  ["phone, dark", { colorScheme: "dark", viewport: phone, hasTouch: true }],
] as const;

function served(): FixtureServer {
  return new FixtureServer(new MadePipeline(Date.now(), 3));
}

for (const [name, options] of looks) {
  browserTest(`the page is accessible: ${name}`, async (visit) => {
    await using server = served();
    const open = await visit(server.url, options);
    await open.isLive();
    await open.page.locator("#values summary").click();
    await open.assertAccessible();
    server.pipeline.changes = { health: { alive: true, ready: false, reasons: ["No broker."] } };
    server.tell();
    await open.shows("#verdict", "Not ready");
    await open.assertAccessible();
  });
}

browserTest(
  "only tables scroll sideways, on small screens, too",
  async (visit) => {
    await using server = served();
    for (const width of [1920, 1100, 768, 390, 320]) {
      const open = await visit(server.url, { viewport: { width, height: 800 } });
      await open.isLive();
      assertEquals(await open.page.evaluate("document.documentElement.scrollWidth"), width);
    }
  },
);

browserTest(
  "the keyboard reaches the whole page, and the focus is always visible",
  async (visit) => {
    await using server = served();
    const open = await visit(server.url);
    await open.isLive();
    const walked: string[] = [];
    for (let step = 0; step < 40; step++) {
      await open.page.keyboard.press("Tab");
      const focused = await open.page.evaluate(describeFocus) as [string, boolean] | null;
      if (focused === null) break;
      const [name, isSeen] = focused;
      assert(isSeen, `the focus on ${name} cannot be seen`);
      walked.push(name);
    }
    const expected = [
      "a.skip",
      "button#theme",
      "input:all",
      "div:ranking-caption",
      "button#ranking-more",
      "ol#events",
      "summary",
      "div:partitions-title",
      "div:letters-caption",
      "div:schemas-title",
      "a:api/counts",
      "a:api/status",
      "a:api/openapi.json",
      "a:metrics",
    ];
    assertEquals(walked, expected);
  },
);

/** Names what has the focus, and tells whether an outline shows it. */
const describeFocus = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const seen = element.matches("input") ? element.nextElementSibling : element;
  const { outlineStyle, outlineWidth } = getComputedStyle(seen);
  const id = element.id ? "#" + element.id : element.className === "skip" ? ".skip" : null;
  const rest = element.value || element.getAttribute("aria-labelledby") || element.getAttribute("href");
  const name = element.localName + (id ?? (rest ? ":" + rest : ""));
  return [name, outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
})()`;

browserTest(
  "the keyboard can skip to the pipeline, change the period, and change the theme",
  async (visit) => {
    await using server = served();
    const open = await visit(server.url, { colorScheme: "light" });
    const { page } = open;
    await open.isLive();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assertEquals(await page.evaluate("document.activeElement.id"), "main");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    assertEquals(await page.evaluate("document.activeElement.value"), "PT1M");
    await page.locator("#start").waitFor({ state: "visible" });

    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await ground();
    await page.locator("#theme").focus();
    await page.keyboard.press("Enter");
    const dark = await ground();
    assert(dark !== light);
    assertEquals(await open.text("#theme"), "Light theme");
    await page.reload();
    await open.isLive();
    assertEquals(await ground(), dark);
  },
);

browserTest("the page has no animations if the user prefers reduced motion", async (visit) => {
  await using server = served();
  const open = await visit(server.url, { reducedMotion: "reduce" });
  await open.isLive();
  assertEquals(await open.page.evaluate("document.getAnimations().length"), 0);
});
