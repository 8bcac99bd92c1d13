/** Pieces that readers of JSON and Avro treat specially, as bytes. */
export const tokens: readonly Uint8Array[] = [
  ...[
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    "\u0000",
    "\\u0000",
    "\\ud83d",
    "\\ude00",
  ],
  ...["\\u0061", '\\"', "\\\\", "null", "true", "false", "-0", "1e400", "1e-400", "0.5", "NaN"],
  ...['"user_id"', '"ip":', '"__proto__":', '"timestamp":', '"android"', '"iOS"', "253402300800"],
  ...[
    "253402300799",
    '"1720576825"',
    "\ufeff",
    "\ufffd",
    "😀",
    '{"a":',
    "[[[[",
    "]]]]",
    "//",
    "1_0",
  ],
].map((text) => new TextEncoder().encode(text)).concat([
  [0x80],
  [0xff],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
  [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x00, 0x00, 0x00, 0x00],
].map((bytes) => new Uint8Array(bytes)));

/** JSON texts for a field. */
export const rawValues: readonly string[] = [
  ...["null", '""', '" "', "0", "-0", "1", "-1", "1.5", "1e5", "true", "[]", "{}", '"a"', '"iOS"'],
  ...['"android"', '"\\ud83d"', '"\\ud83d\\ude00"', '"\\u0000"', '"1720576825"', "1720576825.0"],
  ...["253402300799", "253402300800", '"000000000001"', '"0000000000001"', "1e-400", "1e400", ""],
  ...['{"ip":"a"}', '[["a"]]', '"\ufeff"', '"😀"', "01", "tru", '"\u0001"', "9007199254740993"],
];
