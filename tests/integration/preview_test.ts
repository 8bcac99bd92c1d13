import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { gzipSync, zstdCompressSync } from "node:zlib";
import denoJson from "../../deno.json" with { type: "json" };
import { login } from "../support/logins.ts";
import { root } from "../support/program.ts";

const ignore = Deno.permissions.querySync({ name: "run" }).state !== "granted";
const { state } = Deno.permissions.querySync({ name: "write", path: `${root}.stack` });
const lines = `${JSON.stringify(login)}\n${JSON.stringify({ ...login, locale: "ü" })}\n`;
const pretty = [login, { ...login, locale: "ü" }].map((one) => JSON.stringify(one, null, 2));

const forms: Readonly<Record<string, Uint8Array>> = {
  plain: bytes(lines),
  gzip: gzipSync(lines),
  "two gzips": Buffer.concat(lines.trim().split("\n").map((line) => gzipSync(`${line}\n`))),
  zstd: zstdCompressSync(lines),
  "gzip of UTF-16": gzipSync(Buffer.from(lines, "utf16le")),
  "UTF-16 with a mark": Buffer.from(`\ufeff${lines}`, "utf16le"),
  "UTF-16, big end first": Buffer.from(lines, "utf16le").swap16(),
  "UTF-8 with a mark": bytes(`\ufeff${lines}`),
  CRLF: bytes(lines.replaceAll("\n", "\r\n")),
  array: bytes(`[${pretty.join(",\n")}]`),
  "several lines each": bytes(pretty.join("\n")),
};

Deno.test({
  name: "preview reads gzip, UTF-16, Windows lines, arrays and multi-line records",
  ignore,
  fn: async () => {
    const expected = (await preview(forms["plain"]!)).stdout;
    assertEquals(expected.match(/"fate":"enriched"/g)?.length, 2);
    const found = await Promise.all(Object.values(forms).map((form) => preview(form, ["-"])));
    for (const [index, name] of Object.keys(forms).entries()) {
      assertEquals(found[index], { code: 0, stdout: expected, stderr: "" }, name);
    }
  },
});

Deno.test({
  name: "preview explains why it refuses a file without logins, or a truncated gzip file",
  ignore: ignore || state !== "granted",
  fn: async () => {
    const parquet = await preview(bytes("PAR1 and more"));
    assertEquals([parquet.code, parquet.stdout], [2, ""]);
    assertStringIncludes(parquet.stderr, "standard input is a Parquet file");
    const directory = await preview(bytes(""), ["src"]);
    assertEquals(directory.code, 2);
    assertStringIncludes(directory.stderr, '"src" is a directory');
    const missing = await preview(bytes(""), ["not-there.json"]);
    assertStringIncludes(missing.stderr, 'file "not-there.json" does not exist');
    const damaged = await preview(forms["gzip"]!.subarray(0, 60));
    assertEquals(damaged.code, 1);
    assertStringIncludes(damaged.stderr, "cannot be decompressed with gzip");
    for (const { stderr } of [parquet, directory, missing, damaged]) {
      assert(!/^ +at /m.test(stderr), stderr);
    }
  },
});

Deno.test({
  name: "every command prints its help for -h without any permission",
  ignore,
  fn: async () => {
    const programs = Object.values(denoJson.tasks).flatMap(({ command }) => {
      return /^deno run .*?(src\/(?:commands\/\w+|main)\.ts)/.exec(command)?.[1] ?? [];
    }).filter((path) => !path.endsWith("doc_lint.ts"));
    assert(programs.length > 10);
    const helps = await Promise.all(
      programs.flatMap((program) =>
        ["-h", "--help"].map((word) => run(["run", "--no-prompt", program, word], bytes("")))
      ),
    );
    for (const [index, { code, stdout }] of helps.entries()) {
      assertEquals(code, 0, programs[index >> 1]);
      assertStringIncludes(stdout, "Usage: deno task ");
    }
  },
});

async function preview(input: Uint8Array, words: readonly string[] = []) {
  const program = ["--quiet", "--no-prompt", "--allow-read", "src/commands/preview.ts"];
  return await run(["run", ...program, ...words], input);
}

async function run(args: readonly string[], input: Uint8Array) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(input).then(() => writer.close()).catch(() => {});
  const [{ code, stdout, stderr }] = await Promise.all([child.output(), written]);
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
