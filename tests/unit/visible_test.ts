import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { visible, visibleJson, visibleLines } from "../../src/visible.ts";

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Bidi_Control}\u034f\u115f\u3164]/u;
const marks = [
  ..."\x00\x07\x1b\x7f\x80\x9b\u00ad\u061c\u200b\u200d\u200e\u200f\u2028\u202e\u2066\u2069\ufeff",
  "\ud800",
  "\udc00",
  "\u{e0041}",
];
const text = fc.array(
  fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(...marks, "\x1b[2J", "\x1b]8;;http://x\x07", "Ü", "東京", "é", "\n"),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  ),
  { maxLength: 20 },
).map((parts) => parts.join(""));

Deno.test("visible() lets no outside text control a terminal, hide in it or reverse it", () => {
  fc.assert(fc.property(text, (text) => {
    assert(!unseen.test(visible(text)));
    assert(!unseen.test(visibleLines(text).replaceAll("\n", "")));
    assert(!unseen.test(visibleJson({ [text]: text })));
  }));
  for (const mark of marks) assert(visible(`a${mark}b`).startsWith("a\\u{"), JSON.stringify(mark));
});

Deno.test("visible() does not change visible text", () => {
  for (const text of ["", "CO", "ü ñ 東京 עברית ไทย é \\u{1b} \"'", "👍🏽 🇩🇪 ❤️"]) {
    assertEquals(visible(text), text);
    assertEquals(visibleJson(text), JSON.stringify(text));
  }
  fc.assert(fc.property(text, (text) => {
    const seen = [...text].filter((character) => !/[\p{C}\p{Z}\p{DI}]/u.test(character)).join("");
    assertEquals(visible(seen), seen);
  }));
});

Deno.test("visibleJson() keeps the meaning of JSON and makes everything in it visible", () => {
  fc.assert(fc.property(text, (text) => assertEquals(JSON.parse(visibleJson([text])), [text])));
});

Deno.test("visibleLines() keeps our own line ends and lets no others through", () => {
  assertEquals(visibleLines("a\nb\r\u2028c"), "a\nb\\u{d}\\u{2028}c");
  assertEquals(visible("a\nb"), "a\\u{a}b");
});
