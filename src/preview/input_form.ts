import { UsageError } from "../errors.ts";

/** The format of an input file. */
export type InputForm =
  | { readonly packed: "gzip" | "zstd" }
  | { readonly text: "utf-16le" | "utf-16be" }
  | { readonly marked: "utf-8" }
  | { readonly json: "lines" | "array" | "objects" };

const convert = "convert the logins to JSON, one per line";

/** The first bytes of unsupported formats, with their names and what to do. */
const foreign: readonly (readonly [starts: readonly number[], name: string, todo: string])[] = [
  [[0x50, 0x41, 0x52, 0x31], "a Parquet file", convert],
  [[0x4f, 0x62, 0x6a, 0x01], "an Avro file", convert],
  [[0x4f, 0x52, 0x43], "an ORC file", convert],
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive", "decompress it first"],
  [
    [0x42, 0x5a, 0x68],
    "compressed with bzip2",
    "decompress it first: bzip2 -dc FILE | deno task preview -",
  ],
  [
    [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    "compressed with xz",
    "decompress it first: xz -dc FILE | deno task preview -",
  ],
  [
    [0x04, 0x22, 0x4d, 0x18],
    "compressed with lz4",
    "decompress it first: lz4 -dc FILE | deno task preview -",
  ],
  [[0xff, 0x06, 0x00, 0x00, 0x73], "compressed with snappy", "decompress it first"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF", convert],
];

/** Detects the format of an input from its first bytes. Throws UsageError if it cannot be JSON. */
export function inputForm(name: string, start: Uint8Array): InputForm {
  const begins = (...bytes: readonly number[]) => bytes.every((byte, at) => start[at] === byte);
  if (begins(0x1f, 0x8b)) return { packed: "gzip" };
  if (begins(0x28, 0xb5, 0x2f, 0xfd)) return { packed: "zstd" };
  if (begins(0xef, 0xbb, 0xbf)) return { marked: "utf-8" };
  if (begins(0xff, 0xfe) || start.length > 1 && start[0] !== 0 && start[1] === 0) {
    return { text: "utf-16le" };
  }
  if (begins(0xfe, 0xff) || begins(0x00, 0x7b) || begins(0x00, 0x5b)) return { text: "utf-16be" };
  const found = foreign.find(([bytes]) => begins(...bytes));
  if (found !== undefined) throw new UsageError(`${name} is ${found[1]}: ${found[2]}`);
  if (begins(0x00)) {
    throw new UsageError(
      `${name} begins with a zero byte, like an Avro record: without a registry, only JSON can be ` +
        "read, with one login per line",
    );
  }
  if (start.includes(0)) throw new UsageError(`${name} is not a text file: ${convert}`);
  return { json: jsonForm(new TextDecoder().decode(start)) };
}

/** A line with an array that does not begin with a login is a record of its own, and an invalid one. */
function jsonForm(start: string): "lines" | "array" | "objects" {
  if (/^\s*\[\s*(?:[{\]]|$)/.test(start)) return "array";
  return /^\s*\{[ \t\r]*\n/.test(start) ? "objects" : "lines";
}
