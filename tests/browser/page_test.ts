import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { until } from "../support/until.ts";
import { FixtureServer } from "./fixture_server.ts";
import { browserTest } from "./in_browser.ts";
import { MadePipeline } from "./made_pipeline.ts";

const evil = "<img src=x onerror=alert(1)>";
const number = new Intl.NumberFormat("en");
const placeholders =
  `[...document.querySelectorAll(".chart")].map((chart) => getComputedStyle(chart, "::before").content)`;

function served(others?: readonly string[], minutes = 3): FixtureServer {
  return new FixtureServer(new MadePipeline(Date.now(), minutes, others));
}

browserTest("the page shows the verdict, the flow, and the leading locale", async (visit) => {
  await using server = served();
  const open = await visit(server.url);
  await open.isLive();
  const { status, counts } = server.pipeline.snapshot();
  await open.shows("#verdict", "Healthy");
  await open.shows("#leader", "CO");
  await open.shows("#counted", number.format(counts.total));
  await open.shows('[data-total="read"]', number.format(status.flow.totals.read));
  assertEquals(await open.page.title(), "Healthy · login-pipeline");
  assertEquals(await open.page.locator("#partitions tr").count(), 8);
  assertEquals(await open.page.locator("#schemas tr").count(), 4);
  assertEquals(await open.page.locator("#letters tr").count(), 20);
  assertEquals(await open.page.locator("#tiles li").count(), 51);
});

browserTest(
  "at load the page shows the state without a snapshot event, and 2 s later still",
  async (visit) => {
    await using server = served();
    server.sendsSnapshot = false;
    const open = await visit(server.url);
    const { counts } = server.pipeline.snapshot();
    for (const waitMs of [0, 2000]) {
      await open.page.waitForTimeout(waitMs);
      server.tell(); // a heartbeat; the page ignores events before a snapshot
      assertEquals(await open.text("#verdict"), "Healthy");
      assertEquals(await open.text("#counted"), number.format(counts.total));
      assertEquals(await open.page.locator("#partitions tr").count(), 8);
      assertEquals(await open.page.locator(".chart canvas").count(), 4);
    }
  },
);

browserTest("a chart without data has no axes, at load and 2 s later", async (visit) => {
  await using server = served([], 0);
  const open = await visit(server.url);
  for (const waitMs of [0, 2000]) {
    await open.page.waitForTimeout(waitMs);
    assertEquals(await open.page.locator(".chart canvas").count(), 0);
    assertEquals(await open.page.evaluate(placeholders), Array(4).fill('"No data yet"'));
  }
  server.step();
  await until("the charts have data", async () => {
    return await open.page.locator(".chart canvas").count() === 4;
  });
});

browserTest("changes appear without a reload, and look the same after one", async (visit) => {
  await using server = served();
  const open = await visit(server.url);
  await open.isLive();
  for (let step = 0; step < 5; step++) server.step();
  const { total, counts } = server.pipeline.counts.answer(null, null);
  await open.shows("#counted", number.format(total));
  const shown = await open.ranking();
  for (const { locale, count } of counts) assertEquals(shown[locale], number.format(count), locale);
  await open.page.reload();
  await open.isLive();
  assertEquals(await open.ranking(), shown);
});

browserTest(
  "a banner shows how long the server has been away, and a new server replaces all data",
  async (visit) => {
    await using server = served();
    const open = await visit(server.url);
    await open.isLive();
    open.isServerAway = true;
    await server.goAway();
    const banner = open.page.locator("#offline");
    await banner.waitFor({ state: "visible" });
    assertMatch(await banner.innerText(), /^No connection since \d\d:\d\d:\d\d UTC, \d+ s ago\./);
    assertStringIncludes(await open.text("#announcement"), "No connection since");
    await open.shows("#verdict", "Not known");
    assertEquals(await open.page.title(), "No connection · login-pipeline");
    await open.assertAccessible();

    // Another pipeline has fewer logins: if they were added to the earlier state, the total would be
    // too large.
    const { total } = server.replace(new MadePipeline(Date.now(), 1)).counts.answer(null, null);
    server.comeBack();
    await banner.waitFor({ state: "hidden" });
    await open.isLive();
    await open.shows("#counted", number.format(total));
  },
);

browserTest("the page notices a connection without events", async (visit) => {
  await using server = served();
  const open = await visit(server.url);
  await open.isLive();
  await open.page.locator("#offline").waitFor({ state: "visible", timeout: 15_000 });
});

browserTest("the page follows the newest window, and shows a past one", async (visit) => {
  await using server = served();
  const open = await visit(server.url);
  await open.isLive();
  await open.page.getByLabel("1 minute").check({ force: true });
  const newest = server.pipeline.counts.answer("PT1M", null);
  const totalOf = async () => Number((await open.text("#counts-total")).replace(/ .*|,/g, ""));
  await until("the newest minute shows", async () => await totalOf() === newest.total);
  const before = newest.starts?.[1];
  assert(before !== undefined);
  await open.page.locator("#start").selectOption(before);
  const { total } = server.pipeline.counts.answer("PT1M", Date.parse(before));
  await until("the minute before shows", async () => await totalOf() === total);
  await until("the chart has its windows", async () => {
    return (await open.page.locator("#leaders-summary").textContent())?.startsWith("From") ?? false;
  });
});

browserTest("a locale is always shown as text", async (visit) => {
  const others = [evil, "a\u202eb", "x".repeat(300), "عربي", "~other-3"];
  await using server = served(others, 15);
  const open = await visit(server.url);
  let dialogs = 0;
  open.page.on("dialog", (dialog) => {
    dialogs++;
    dialog.dismiss();
  });
  await open.isLive();
  const shown = await open.ranking();
  assert(evil in shown, JSON.stringify(Object.keys(shown)));
  assert("a\\u{202e}b" in shown);
  assertEquals(await open.page.locator("img, script:not([src]), [onerror]").count(), 0);
  assertEquals(dialogs, 0);
  assertEquals(await open.page.locator("#others bdi", { hasText: evil }).count(), 1);
});

browserTest("10,000 locales do not slow the page down", async (visit) => {
  const others = Array.from({ length: 10_000 }, (_, at) => `x-${at}`);
  await using server = served(others, 15);
  const open = await visit(server.url);
  await open.isLive();
  for (let step = 0; step < 20; step++) server.step();
  const { total } = server.pipeline.counts.answer(null, null);
  await open.shows("#counted", number.format(total), 5000);
});

browserTest("screen readers hear changes of the verdict, and nothing else", async (visit) => {
  await using server = served();
  const open = await visit(server.url);
  await open.isLive();
  await open.page.evaluate(`
    globalThis.said = [];
    new MutationObserver(() => said.push(document.getElementById("announcement").textContent))
      .observe(document.getElementById("announcement"), { childList: true, characterData: true, subtree: true });
  `);
  for (let step = 0; step < 10; step++) server.step();
  await open.page.waitForTimeout(500);
  assertEquals(await open.page.evaluate("said"), []);
  const reasons = ["The broker does not answer."];
  server.pipeline.changes = { health: { alive: true, ready: false, reasons } };
  server.tell();
  await open.shows("#verdict", "Not ready");
  assertEquals(await open.page.evaluate("said"), ["Not ready. The broker does not answer."]);
});
