import { assert, assertEquals } from "@std/assert";
import { examine } from "../../../src/dead_letters/examination.ts";
import { letterText } from "../../../src/dead_letters/letter_text.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";
import { avroFrame } from "../../support/avro_frame.ts";
import { inputBatch, json, login, utf8 } from "../../support/logins.ts";
import { codecsOf } from "../../support/pipeline_settings.ts";
import { deadLetter, type LetterOptions } from "./letters.ts";

const canary = "c4n4ry";
const hex = utf8(canary).toHex().match(/../g)!.join(" ");

function lines(value: Uint8Array, reveal: boolean, options: LetterOptions = {}): string[] {
  const letter = deadLetter(value, options);
  const writers = { codecs: codecsOf(inputBatch([value])), types: new Map() };
  const examination = letter.record.value === null ? null : examine(value, writers, 10_000);
  const writer = value[0] === 0 ? avroType("UserLogin") : null;
  return [...letterText({ letter, examination, writer, replay: null }, reveal)];
}

const values = [
  ...Object.keys(login).map((field) => json({ ...login, [field]: canary })),
  ...Object.keys(login).map((field) => json({ ...login, [field]: { [canary]: canary } })),
  json({ ...login, [canary]: canary }),
  json([canary]),
  utf8(canary),
  utf8(`\0\0\0\0\x04${canary}`),
  utf8(`\0${canary.slice(0, 3)}`),
  avroFrame({ ...login, ip: canary }),
  avroFrame({ ...login, ip: canary }).subarray(0, 60),
];

Deno.test("letterText() shows no data of a record without reveal", () => {
  const record = { key: utf8(canary), headers: [["trace", utf8(canary)] as const] };
  for (const value of values) {
    const text = lines(value, false, { record }).join("\n");
    assert(!text.includes(canary.slice(0, 3)), text);
    assert(!text.includes(hex.slice(0, 8)), text);
  }
});

Deno.test("letterText() shortens the name of a header without reveal", () => {
  const name = "n".repeat(3_000);
  const record = { headers: [[name, utf8("")] as const] };
  const widest = (reveal: boolean) =>
    Math.max(...lines(json({}), reveal, { record }).map(({ length }) => length));
  assert(widest(false) < 200, `${widest(false)} columns`);
  assert(widest(true) > name.length);
});

Deno.test("letterText() shows all data with reveal, as hex and as text", () => {
  const record = { key: utf8(`key ${canary}`), headers: [["trace", utf8(`h ${canary}`)] as const] };
  const text = lines(json({ ip: canary }), true, { record }).join("\n");
  for (const part of [`"key ${canary}"`, `"trace" "h ${canary}"`, `"${canary}"; ok`, hex]) {
    assert(text.includes(part), part);
  }
});

Deno.test("a masked dead letter shows what is wrong with it", () => {
  const value = json({ ...login, ip: "" });
  const isSet = (line: string) => !line.endsWith("missing; ok");
  assertEquals(lines(value, false).filter(isSet), [
    "user-login-dlq/2/7",
    "  cause         MISSING_FIELD, ip: is missing or null",
    "  source        user-login/2/41",
    "  timestamp     2024-07-10T02:00:30.000Z",
    "  replayed      no",
    "  key           none",
    `  value         ${value.length} bytes, JSON`,
    "  decoding      ok",
    "    user_id     text of 36 characters: letters, digits, punctuation; ok",
    "    app_version text of 5 characters: digits, punctuation; ok",
    "    device_type text of 7 characters: letters; ok",
    "    ip          empty text; EMPTY_FIELD",
    "    locale      text of 2 characters: letters; ok",
    "    device_id   text of 11 characters: digits, punctuation; ok",
    "    timestamp   whole number of 10 digits; ok",
    "  today         dead letter, EMPTY_FIELD, ip: is empty",
    `  bytes         ${value.length} bytes hidden, --reveal shows them`,
  ]);
});

Deno.test("a masked Avro frame shows its header and its writer schema", () => {
  const frame = avroFrame(login);
  const text = lines(frame, false).join("\n");
  for (
    const part of [
      `  value         ${frame.length} bytes, Avro frame of schema id 4`,
      "  writer        io.fetch.login.UserLogin: user_id string, app_version string, " +
      "device_type [null,string], ip string, ",
      `  bytes         00 00 00 00 04 + ${frame.length - 5} bytes hidden, --reveal shows them`,
    ]
  ) assert(text.includes(part), part);
});

Deno.test("letterText() shows the size of a value that was left out", () => {
  const text = lines(utf8("x".repeat(900)), true, { maxMessageBytes: 800 });
  assertEquals(text.at(-1), "  value         left out, 900 bytes");
});
