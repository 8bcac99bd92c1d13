import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { barPlot } from "../../../../tools/docs/bar_plot.ts";

const bars = [
  { label: "ours", spread: { min: 1, median: 1, max: 1 }, text: "1 ×", isOurs: true },
  { label: "a & b", spread: { min: 0.2, median: 0.5, max: 0.6 }, text: "<0.5", isOurs: false },
];

Deno.test("barPlot() draws each bar in proportion to its median", () => {
  const widths = [...barPlot("", bars).matchAll(/<rect [^>]*width="([\d.]+)"/g)]
    .map(([, width]) => Number(width));
  assertEquals(widths.length, 2);
  assertEquals(widths[1]! / widths[0]!, 0.5);
});

Deno.test("barPlot() draws a line from the minimum to the maximum of a figure", () => {
  const lines = [...barPlot("", bars).matchAll(/x1="([\d.]+)" x2="([\d.]+)"/g)]
    .map(([, from, to]) => Number(to) - Number(from));
  const [whole] = [...barPlot("", bars).matchAll(/<rect [^>]*width="([\d.]+)"/g)];
  assertEquals(lines, [0, Number(whole![1]) * 0.4]);
});

Deno.test("barPlot() highlights our own bars", () => {
  assertEquals(barPlot("", bars).match(/class="bar ours"/g)?.length, 1);
});

Deno.test("barPlot() escapes markup in texts", () => {
  const plot = barPlot('"x" < y', bars);
  assertStringIncludes(plot, "a &amp; b");
  assertStringIncludes(plot, "&lt;0.5");
  assertStringIncludes(plot, "&quot;x&quot; &lt; y");
});

Deno.test("barPlot() has colors for a dark page", () => {
  assertMatch(barPlot("", bars), /prefers-color-scheme: dark/);
});

Deno.test("barPlot() accepts no bars", () => {
  assertMatch(barPlot("empty", []), /^<svg /);
});
