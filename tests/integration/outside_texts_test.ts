import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { produceDated, takeAnyTime } from "../support/any_time.ts";
import { integrationTest } from "../support/integration.ts";
import { json, login } from "../support/logins.ts";
import { OpenApiCheck } from "../support/openapi.ts";
import { denoTask } from "../support/program.ts";
import { until } from "../support/until.ts";
import { freePort, WebClient } from "../support/web_client.ts";

const mostColumns = 200;
/** Characters that move a cursor, reverse a line, are invisible, or end a line early. */
// deno-lint-ignore no-control-regex
const unseen = /[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

const locales = [
  "\x1b]0;owned\x07\x1b[2J\x1b[31mRU",
  "\u202eUR\u2066\u200f",
  "R\u200bU\r\n\u2028\x9b1A\0",
  "日".repeat(3_000),
] as const;

const times = [
  1_720_576_825_000_000_001n,
  -(2n ** 63n),
  2n ** 63n - 1n,
  8_640_000_000_000_001n,
  -62_167_219_200_001,
] as const;

/**
 * Each timestamp with each locale: a valid login, and an invalid one with these texts in all places.
 */
const records = times.flatMap((timestampMs) =>
  locales.flatMap((locale) => [
    { value: json({ ...login, locale }), timestampMs },
    {
      value: json({ ...login, locale, [locale]: locale, device_type: { [locale]: locale } }),
      key: locale,
      headers: { [locale]: locale },
      timestampMs,
    },
  ])
);

integrationTest(
  "no text or timestamp from outside stops a list, a table or a page, or reaches a terminal raw",
  async (scene) => {
    const { input, output, deadLetters } = scene.topics;
    await takeAnyTime(scene, output, input);
    const port = freePort();
    await scene.started({ HTTP_PORT: String(port) });
    await produceDated(scene, ...records);
    await scene.processed();

    const shown = async (task: string, ...words: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await denoTask(task, words, { ...scene.env, NO_COLOR: "1" });
      assertEquals(code, 0, `${task} ${words.join(" ")}: ${stderr}`);
      const found = unseen.exec(stdout + stderr)?.[0];
      assertEquals(found, undefined, `${task} ${words.join(" ")} prints it raw`);
      return stdout;
    };
    const [list, letters, revealed, lines, facts, inputs, table] = await Promise.all([
      shown("dlq", "list"),
      shown("dlq", "show"),
      shown("dlq", "show", "--reveal"),
      shown("dlq", "export", "--reveal"),
      shown("consume", "--from-beginning", "--type", "EnrichedLogin"),
      shown("consume", "--from-beginning", "--topic", input),
      shown("consume", "--table"),
    ]);

    assertMatch(
      list,
      /WRONG_TYPE +device_type +20 +0 +-9223372036854775808 ms +9223372036854775807/,
    );
    for (const printed of [list, letters, table]) assertNarrow(printed);
    for (const said of ["9223372036854775807 ms", "-9223372036854775808 ms"]) {
      for (const printed of [letters, revealed, lines, facts, inputs]) {
        assertStringIncludes(printed, said);
      }
    }
    assertStringIncludes(letters, "1720576825000000001 ms");
    assertEquals(localesIn(lines, "json").sort(), sentLocales());
    assertEquals(localesIn(facts, "value").sort(), sentLocales());
    assertEquals(table.split("\n").filter((row) => row.includes(" all time ")).length, 4);
    assertMatch(table, /^\\u\{1b\}\]0;owned\\u\{7\}\\u\{1b\}\[2J\\u\{1b\}\[31mRU +5 /m);

    const client = new WebClient(port);
    await until("the page has surveyed the dead letters", async () => {
      return (await client.json("/api/status")).deadLetters.newest.length > 0;
    });
    const check = new OpenApiCheck(await client.json("/api/openapi.json"));
    assertEquals(await check.answer("/api/status", await client.get("/api/status")), []);
    const { deadLetters: seen } = await client.json("/api/status");
    assertEquals(seen.byCause, [{ cause: "WRONG_TYPE", count: 20 }]);
    assert(seen.newest.some(({ at }: { at: string | null }) => at === null), deadLetters);
    const expected = Object.fromEntries(locales.map((locale) => [locale, times.length]));
    assertEquals(await client.counts(), expected);
  },
  { partitions: 1 },
);

function sentLocales(): string[] {
  return locales.flatMap((locale) => times.map(() => locale)).sort();
}

function localesIn(lines: string, field: string): string[] {
  const values = lines.trimEnd().split("\n").map((line) => JSON.parse(line)[field]);
  return values.map((value) => value.locale).filter((locale) => locale !== undefined);
}

function assertNarrow(printed: string): void {
  const widest = Math.max(...printed.split("\n").map((line) => line.length));
  assert(widest <= mostColumns, `a line of ${widest} columns`);
}
