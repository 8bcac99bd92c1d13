import { assertEquals } from "@std/assert";
import { FrameWriter } from "../../../src/pipeline/encode.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";
import { utf8 } from "../../support/logins.ts";

const type = avroType("LocaleDelta");
const chunkBytes = 256 * 1024;

function delta(locale: string) {
  return { locale, window_start: null, window_end: null, delta: 1, last_login: 1720576825000 };
}

Deno.test("an encoded frame is a zero byte, the schema id and the bytes that avsc writes", () => {
  const frame = new FrameWriter().frame({ type, id: 0x01020304 }, delta("CA"));
  const body = type.toBuffer(delta("CA"));
  assertEquals(Buffer.from(frame), Buffer.concat([Buffer.from([0, 1, 2, 3, 4]), body]));
});

Deno.test("encoded frames and texts stay intact across many chunks of memory", () => {
  const writer = new FrameWriter();
  const locales = Array.from({ length: 2000 }, (_, i) => "ü😀".repeat(i % 50) + i);
  const frames = locales.map((locale) => [
    writer.text(locale),
    writer.frame({ type, id: 3 }, delta(locale)),
  ]);
  locales.forEach((locale, i) => {
    assertEquals(Buffer.compare(frames[i]![0]!, utf8(locale)), 0);
    assertEquals(Buffer.compare(frames[i]![1]!.subarray(5), type.toBuffer(delta(locale))), 0);
  });
});

Deno.test("an encoded frame is complete wherever a chunk ends", () => {
  const body = type.toBuffer(delta("CA"));
  const most = "x".repeat(chunkBytes - 100);
  const rest = chunkBytes - 5 - type.toBuffer(delta(most)).length;
  for (let room = 0; room <= body.length + 6; room++) {
    const writer = new FrameWriter();
    const filling = writer.frame({ type, id: 3 }, delta(most + "x".repeat(rest - room)));
    assertEquals(filling.byteOffset + filling.length, chunkBytes - room);
    const frame = writer.frame({ type, id: 3 }, delta("CA"));
    assertEquals(Buffer.compare(frame.subarray(5), body), 0, `${room} bytes of room`);
  }
});

Deno.test("an encoded frame larger than a chunk is complete", () => {
  const locale = "日".repeat(chunkBytes);
  const frame = new FrameWriter().frame({ type, id: 3 }, delta(locale));
  assertEquals(Buffer.compare(frame.subarray(5), type.toBuffer(delta(locale))), 0);
});

Deno.test("an encoded text is its UTF-8 bytes", () => {
  const writer = new FrameWriter();
  for (const text of ["", "CA", "Zürich", "😀", "\uFEFFCA", "\u0000"]) {
    assertEquals(Buffer.compare(writer.text(text), utf8(text)), 0);
  }
});
