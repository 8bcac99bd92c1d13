import { assertEquals, assertThrows } from "@std/assert";
import { scanJson } from "../../../src/pipeline/json_scan.ts";

Deno.test("scanJson() reads the fields of a login, with escaped names and last values", () => {
  const text = String.raw`{"user_id":"a","\u0069p":"\u00fc\n","ip":"b","timestamp": -1.5e2 ,` +
    String.raw`"device\u005Fid":null,"locale":true,"locale":false}`;
  assertEquals(scanJson(text), JSON.parse(text));
});

Deno.test("scanJson() skips other fields and reads nested values as an empty array", () => {
  assertEquals(scanJson('{"a":{"ip":"b"},"__proto__":{"ip":"b"},"\\n":1,"ip":[1,{"a":[]}]}'), {
    ip: [],
  });
  assertEquals(scanJson('{"ip":{"a":1},"locale":"c"}'), { ip: [], locale: "c" });
});

Deno.test("scanJson() is null for JSON that is not an object", () => {
  for (const text of ["[]", '[{"ip":"a"}]', "1", '"a"', "null", " true "]) {
    assertEquals(scanJson(text), null);
  }
});

Deno.test("scanJson() accepts exactly what JSON.parse accepts", () => {
  const space = [" ", "\t", "\n", "\r", "\u00a0", "\ufeff", ""];
  const parts = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"',
    "1",
    "01",
    "-",
    "1.",
    "1e5",
    "nul",
    "null",
  ];
  const strings = [
    '"\\x"',
    '"\\u12"',
    '"\\u12g4"',
    '"\u0000"',
    '"\u001f"',
    '"\u007f"',
    '"\\"',
    "'a'",
  ];
  const whole = [...space, ...parts, ...strings];
  const contexts = [
    (text: string) => text,
    (text: string) => `{"a":${text}}`,
    (text: string) => `{"a":[1${text}2]}`,
    (text: string) => `{${text}:1}`,
    (text: string) => `[${text}]`,
    (text: string) => `{"a":1${text}}`,
    (text: string) => `{"a":1}${text}`,
  ];
  for (const text of contexts.flatMap((context) => whole.map(context))) {
    if (isJson(text)) scanJson(text);
    else assertThrows(() => scanJson(text), SyntaxError, "", text);
  }
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
