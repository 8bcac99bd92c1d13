import { assertEquals } from "@std/assert";
import { LineSplitter } from "../../../src/preview/line_splitter.ts";
import { utf8 } from "../../support/logins.ts";

function linesOf(chunks: readonly (string | Uint8Array)[], maxLineBytes = 100): string[] {
  const splitter = new LineSplitter(maxLineBytes);
  const bytes = chunks.map((chunk) => typeof chunk === "string" ? utf8(chunk) : chunk);
  const lines = [...bytes.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
  return lines.map((line) => new TextDecoder("latin1").decode(line));
}

Deno.test("the line splitter ends a line, even an empty one, at each newline, and the last line without one", () => {
  assertEquals(linesOf(["a\n\nb\n"]), ["a", "", "b"]);
  assertEquals(linesOf(["a\nb"]), ["a", "b"]);
  assertEquals(linesOf(["\n"]), [""]);
  assertEquals(linesOf([]), []);
  assertEquals(linesOf([""]), []);
});

Deno.test("the line splitter continues a line from chunk to chunk", () => {
  assertEquals(linesOf(["a", "b", "\nc", "", "d\n", "\n"]), ["ab", "cd", ""]);
});

Deno.test("the line splitter keeps bytes that are not text, also a carriage return", () => {
  assertEquals(linesOf([new Uint8Array([0xff, 0x0d, 0x0a, 0xc3])]), ["ÿ\r", "Ã"]);
});

Deno.test("the line splitter passes one byte over the limit of a line, in one chunk or many", () => {
  assertEquals(linesOf(["12345\n123456\n1234567890\nx\n"], 5), ["12345", "123456", "123456", "x"]);
  assertEquals(linesOf(["123", "45", "678", "9\n12345", "\n"], 5), ["123456", "12345"]);
  assertEquals(linesOf(["123", "4567890"], 5), ["123456"]);
});

Deno.test("the line splitter does not overwrite an incomplete line with the next chunk", () => {
  const splitter = new LineSplitter(100);
  const lines = ["a", "b\nc", "d\n"].flatMap((text) => [...splitter.push(utf8(text))]);
  assertEquals(lines, [utf8("ab"), utf8("cd")]);
});
