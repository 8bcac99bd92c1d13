import { utf8 } from "../../support/logins.ts";
import { before, behind, fieldNames, withRaw } from "../base_login.ts";
import type { Draft, WantedFate } from "../hostile_value.ts";

const texts = [
  '"a"',
  '" "',
  '"\\u0000"',
  '"null"',
  '"🙂"',
  '"true"',
  '"[]"',
  `"${"x".repeat(9_999)}"`,
];
const otherTypes = ["true", "false", "[]", "[1]", '["a"]', "{}", '{"string":"a"}', '{"length":3}'];
const numbers = ["0", "1", "-1", "1.5", "1e400", "1720576825"];

type Fates = Readonly<Record<"absent" | "empty" | "text" | "number" | "other", WantedFate>>;

const requiredText: Fates = {
  absent: "MISSING_FIELD",
  empty: "EMPTY_FIELD",
  text: "enriched",
  number: "WRONG_TYPE",
  other: "WRONG_TYPE",
};
const locale: Fates = { ...requiredText, absent: "enriched", empty: "enriched" };
const deviceType: Fates = {
  ...requiredText,
  absent: "filtered",
  empty: "filtered",
  text: "filtered",
};
const timestamp: Fates = { ...requiredText, text: "TIMESTAMP_OUT_OF_RANGE", number: "deadLetter" };
const particular: Readonly<Record<string, Fates>> = {
  locale,
  device_type: deviceType,
  timestamp,
};

/** Each field with each type, and each name with everything that can be wrong with names. */
export function* jsonFields(): Generator<Draft> {
  for (const field of fieldNames) yield* mistyped(field, particular[field] ?? requiredText);
  yield* deviceTypes();
  yield* repeated();
  yield* misnamed();
  yield* inherited();
}

function* mistyped(field: string, fates: Fates): Generator<Draft> {
  const draft = (name: string, raw: string | null, wanted: WantedFate): Draft => [
    `${field} ${name}`,
    utf8(withRaw(field, raw)),
    wanted,
  ];
  yield draft("absent", null, fates.absent);
  yield draft("null", "null", fates.absent);
  yield draft("empty", '""', fates.empty);
  for (const raw of texts) yield draft(raw.slice(0, 20), raw, fates.text);
  for (const raw of otherTypes) yield draft(raw, raw, fates.other);
  if (field === "timestamp") return;
  for (const raw of numbers) yield draft(raw, raw, fates.number);
  // Validation comes first, whatever the filter would decide.
  const iOS = withRaw(field, "7").replace('"android"', '"iOS"');
  yield [`${field} of an iOS login a number`, utf8(iOS), "WRONG_TYPE"];
}

function* deviceTypes(): Generator<Draft> {
  for (const name of ["Android", "ANDROID", " android", "android ", "android\\u0000", "аndroid"]) {
    yield [`device ${name}`, utf8(withRaw("device_type", `"${name}"`)), "filtered"];
  }
  yield ["device escaped", utf8(withRaw("device_type", '"\\u0061ndroid"')), "enriched"];
}

function* repeated(): Generator<Draft> {
  for (const field of fieldNames) {
    const original = withRaw("", null).match(`"${field}":("[^"]*"|[0-9]+)`)![1];
    yield [`${field} repeated, bad first`, before(`"${field}":[]`), "enriched"];
    yield [`${field} repeated, bad last`, behind(`"${field}":[]`), "WRONG_TYPE"];
    const thrice = `"${field}":[],"${field}":${original}`;
    yield [`${field} thrice, bad in the middle`, behind(thrice), "enriched"];
    const escaped = field.replace(
      field[0]!,
      `\\u${field.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    yield [`${field} repeated under an escaped name`, behind(`"${escaped}":[]`), "WRONG_TYPE"];
  }
  yield ["one name ten thousand times", behind(Array(10_000).fill('"a":1').join()), "enriched"];
  yield ["ip ten thousand times", behind(Array(10_000).fill('"ip":"a"').join()), "enriched"];
}

function* misnamed(): Generator<Draft> {
  const variants = (name: string) => [
    ...[name.toUpperCase(), name.replace("_", ""), `${name} `, ` ${name}`, `${name}\\u0000`],
    ...[`\\ufeff${name}`, `${name}[]`, `$.${name}`, `login.${name}`],
  ];
  for (const field of ["user_id", "device_id", "app_version"]) {
    for (const name of variants(field)) {
      const text = withRaw("", null).replace(`"${field}"`, `"${name}"`);
      yield [`${field} named ${name}`, utf8(text), "MISSING_FIELD"];
    }
    const escaped = withRaw("", null).replace(`"${field}"`, `"${field.replace("_", "\\u005f")}"`);
    yield [`${field} named with an escape`, utf8(escaped), "enriched"];
  }
  yield ["no fields", utf8("{}"), "MISSING_FIELD"];
  yield ["the login one level down", utf8(`{"login":${withRaw("", null)}}`), "MISSING_FIELD"];
}

function* inherited(): Generator<Draft> {
  const whole = withRaw("", null);
  for (const name of ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"]) {
    for (const value of [whole, "null", "1", '"a"', "[]", `{"__proto__":${whole}}`]) {
      const shown = value.replace(whole, "a login");
      yield [`${name} ${shown} and nothing else`, utf8(`{"${name}":${value}}`), "MISSING_FIELD"];
      yield [`${name} ${shown} before a login`, before(`"${name}":${value}`), "enriched"];
      yield [`${name} ${shown} behind a login`, behind(`"${name}":${value}`), "enriched"];
    }
    const lent = withRaw("ip", null).slice(0, -1) + `,"${name}":{"ip":"a"}}`;
    yield [`${name} lends no ip`, utf8(lent), "MISSING_FIELD"];
    yield [`locale ${name}`, utf8(withRaw("locale", `"${name}"`)), "enriched"];
    yield [`user_id ${name}`, utf8(withRaw("user_id", `"${name}"`)), "enriched"];
  }
  for (const name of ["", " ", "\\u0000", "0", "-1", "4294967295", "length", "then", "toJSON"]) {
    yield [`a field named ${JSON.stringify(name)}`, behind(`"${name}":1`), "enriched"];
  }
}
