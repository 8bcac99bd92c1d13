import { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { FatalError, messageOf, UsageError } from "../errors.ts";
import { say } from "../terminal/standard_error.ts";
import { inputForm } from "./input_form.ts";
import { JsonSplitter } from "./json_splitter.ts";
import { LineSplitter } from "./line_splitter.ts";

const startBytes = 4096;
const maxPackings = 2;
const carriageReturn = 0x0d;

type Chunks = AsyncIterable<Uint8Array>;

/**
 * The logins of an input, in groups that each complete with one read. The input may be compressed, be in
 * UTF-16, begin with a byte order mark or have Windows line ends. A JSON array and JSON that spans lines
 * are split. Memory holds only one read and one login, however large the input is.
 */
export async function* loginGroups(
  file: string | null,
  maxValueBytes: number,
): AsyncGenerator<Iterable<Uint8Array>> {
  const name = file === null ? "standard input" : `"${file}"`;
  const { chunks, json } = await asJson(name, await open(file), maxPackings);
  if (json !== "lines") {
    const splitter = new JsonSplitter(maxValueBytes, json);
    for await (const chunk of chunks) yield splitter.push(chunk);
    return yield splitter.end();
  }
  const splitter = new LineSplitter(maxValueBytes);
  for await (const chunk of chunks) yield withoutReturns(splitter.push(chunk));
  yield withoutReturns(splitter.end());
}

async function asJson(
  name: string,
  input: Chunks,
  packings: number,
): Promise<{ chunks: Chunks; json: "lines" | "array" | "objects" }> {
  const { start, chunks } = await startOf(input);
  const form = inputForm(name, start);
  if ("json" in form) return { chunks, json: form.json };
  if ("marked" in form) return await asJson(name, without(3, chunks), packings);
  if ("text" in form) return await asJson(name, decoded(chunks, form.text), packings);
  if (packings === 0) {
    throw new UsageError(`${name} is compressed more than twice: decompress it first`);
  }
  const unpacker = form.packed === "gzip" ? createGunzip() : createZstdDecompress();
  const unpacked = unpack(name, form.packed, chunks, unpacker);
  return await asJson(name, unpacked, packings - 1);
}

/** The first bytes of an input, and all of it. */
async function startOf(input: Chunks): Promise<{ start: Uint8Array; chunks: Chunks }> {
  const reader = input[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < startBytes) {
    const { value, done } = await reader.next();
    if (done) break;
    read.push(value.slice()); // the reader may use its buffer again
    bytes += value.length;
  }
  const remaining = { [Symbol.asyncIterator]: () => reader };
  return { start: Buffer.concat(read).subarray(0, startBytes), chunks: joined(read, remaining) };
}

async function* joined(first: readonly Uint8Array[], remaining: Chunks): Chunks {
  yield* first;
  yield* remaining;
}

async function* without(bytes: number, chunks: Chunks): Chunks {
  let left = bytes;
  for await (const chunk of chunks) {
    yield chunk.subarray(Math.min(left, chunk.length));
    left -= Math.min(left, chunk.length);
  }
}

async function* decoded(chunks: Chunks, encoding: string): Chunks {
  const decoder = new TextDecoder(encoding); // it drops the byte order mark
  const encoder = new TextEncoder();
  for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
  yield encoder.encode(decoder.decode());
}

async function* unpack(
  name: string,
  packed: string,
  chunks: Chunks,
  unpacker: ReturnType<typeof createGunzip | typeof createZstdDecompress>,
): Chunks {
  const source = Readable.from(chunks);
  source.once("error", (error) => unpacker.destroy(error));
  source.pipe(unpacker);
  try {
    yield* unpacker;
  } catch (error) {
    throw new FatalError(
      `${name} cannot be decompressed with ${packed}: ${messageOf(error)}`,
      `check it with ${packed} -t; the logins before the damage were read`,
      { cause: error },
    );
  }
}

function* withoutReturns(lines: Iterable<Uint8Array>): Iterable<Uint8Array> {
  for (const line of lines) yield line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}

async function open(file: string | null): Promise<Chunks> {
  if (file === null) {
    if (Deno.stdin.isTerminal()) say("reading standard input; press Ctrl-D to finish");
    return Deno.stdin.readable;
  }
  try {
    const opened = await Deno.open(file);
    if (!(await opened.stat()).isDirectory) return opened.readable;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const action = "name an existing file, or pipe the lines to standard input";
    throw new FatalError(`file "${file}" does not exist`, action, { cause: error });
  }
  throw new UsageError(
    `"${file}" is a directory: name a file, or pipe several to standard input: cat ${file}/* | ` +
      "deno task preview -",
  );
}
