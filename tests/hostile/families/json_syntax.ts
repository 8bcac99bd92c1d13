import { utf8 } from "../../support/logins.ts";
import { before, behind, withRaw } from "../base_login.ts";
import type { Draft } from "../hostile_value.ts";

const whole = withRaw("", null);

/** Valid JSON values in a field that the pipeline ignores. */
const values = [
  ...["0", "-0", "1", "-1", "1.5", "1E5", "1e+5", "1e-5", "1e400", "-1e400", "1e-400", "0e0"],
  ...["0.0", "9007199254740993", "123456789012345678901234567890", `1${"0".repeat(5_000)}`],
  ...["true", "false", "null", '""', '"\\u0000"', '"\\/"', "[]", "{}", "[[]]", "[ ]", "{ }"],
  ...['{"":""}', "[1,2]", '[1,"a",null,{}]', '{"a":{"b":{"c":[]}}}', " 1", "1 ", "\t\n\r 1\r\n\t "],
];

/** Invalid JSON values in such a field. */
const noValues = [
  ...["", " ", "01", "-", "-01", "+1", ".5", "5.", "1.e5", "1e", "1e+", "0x1f", "1_000", "1,000"],
  ...["NaN", "Infinity", "-Infinity", "undefined", "True", "NULL", "nul", "truefalse", "1 2"],
  ...[
    "'a'",
    '"',
    '"a',
    'a"',
    "`a`",
    '"\\x41"',
    '"\\u12"',
    '"\\u{41}"',
    '"\\U0041"',
    '"\\0"',
    '"\\',
  ],
  ...['"a\\\nb"', "[", "]", "{", "}", "[1,]", "[,1]", "[1 2]", "[1,,2]", '{"a":1,}', '{"a"}'],
  ...['{"a":}', "{a:1}", "{'a':1}", "{1:1}", '{"a" 1}', '{,"a":1}', "{null:1}", "[1}", "{]"],
  ...[
    "/* */1",
    "1/* */",
    "1//",
    "# 1",
    "new Date()",
    "<a/>",
    "\u00a01",
    "1\u2028",
    "\u000b1",
    "\f1",
  ],
  ...["\u00bd", "\u0661", "\uff11", "1n", "1f", "--1", "1..2", "1e5.5", "$ref", "...[]", "(1)"],
];

/** Whole texts that are JSON, but not an object. */
const noObjects = [
  ...["null", "true", "false", "0", "-0", "1e400", '""', '"a"', "[]", "[{}]", " 1 ", '"{}"'],
  ...[`[${whole}]`, JSON.stringify(whole), `[[${whole}]]`, "1720576825", '"\\ud83d\\ude00"'],
];

/** Whole texts that are not JSON. */
const noJson = [
  ...[" ", "\t\n\r ", "x", "{", "}", "[", "]", ",", ":", '"', "'", "\\", "/", "-", "nul", "tru"],
  ...[
    `${whole}${whole}`,
    `${whole}\n${whole}`,
    `${whole},`,
    `,${whole}`,
    `${whole}}`,
    `{${whole}}`,
  ],
  ...[`${whole} x`, `${whole}\u0000`, `x${whole}`, `(${whole})`, `${whole};`, `)]}',\n${whole}`],
  ...[`//\n${whole}`, `/**/${whole}`, `\u00a0${whole}`, `\u2028${whole}`, `\u000b${whole}`],
  ...[whole.replaceAll('"', "'"), whole.replaceAll('"', ""), whole.replaceAll(":", "=")],
  ...[whole.replaceAll(",", ";"), whole.replaceAll(",", ",,"), `callback(${whole})`, "user_id: a"],
  ...[`data: ${whole}`, "<login/>", "user_id,ip\na,b", "\u0001", "\u001f{}", "\u007f", "%7B%7D"],
];

/** Whole texts that are the login. */
const wholes = [
  ...[whole, ` ${whole}`, `${whole} `, `\t\r\n ${whole} \t\r\n`, `${whole}${" ".repeat(10_000)}`],
  ...[whole.replaceAll(",", " , "), whole.replaceAll(":", " :\n"), whole.replaceAll("{", "{\t")],
  ...[`${"\n".repeat(10_000)}${whole}`, whole.replaceAll("canary", "\\u0063anar\\u0079")],
];

/** Unusual texts that are valid JSON, and texts that only look like it. */
export function* jsonSyntax(): Generator<Draft> {
  for (const value of values) yield* around(value, "enriched");
  for (const value of noValues) yield* around(value, "MALFORMED_JSON");
  for (const [i, text] of noObjects.entries()) {
    yield [`no object ${i} ${shown(text)}`, utf8(text), "NOT_AN_OBJECT"];
  }
  for (const [i, text] of noJson.entries()) {
    yield [`no JSON ${i} ${shown(text)}`, utf8(text), "MALFORMED_JSON"];
  }
  for (const [i, text] of wholes.entries()) yield [`login ${i}`, utf8(text), "enriched"];
}

function* around(value: string, wanted: "enriched" | "MALFORMED_JSON"): Generator<Draft> {
  const member = `"extra":${value}`;
  yield [`${shown(value)} before all fields`, before(member), wanted];
  yield [`${shown(value)} behind all fields`, behind(member), wanted];
  yield [`${shown(value)} as an item`, behind(`"extra":[0,${value},0]`), wanted];
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 50)}... ${text.length}` : text);
}
