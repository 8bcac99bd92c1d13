import { assertEquals } from "@std/assert";
import { hexDump } from "../../../src/dead_letters/hex_dump.ts";
import { utf8 } from "../../support/logins.ts";

Deno.test("hexDump() prints bytes in the format of hexdump -C", () => {
  assertEquals([...hexDump(utf8("0123456789abcdef\u0000\u001b[é~"))], [
    "00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  |0123456789abcdef|",
    "00000010  00 1b 5b c3 a9 7e                                |..[..~|",
  ]);
  assertEquals([...hexDump(new Uint8Array())], []);
});
