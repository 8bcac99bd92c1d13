import { assertEquals, assertThrows } from "@std/assert";
import { ledgerRecord, markers } from "../../../src/dead_letters/ledger.ts";
import {
  findEntry,
  readLedger,
  ReplayedLetters,
} from "../../../src/dead_letters/replayed_letters.ts";
import { FatalError } from "../../../src/errors.ts";
import { rangesOf } from "../../../src/kafka/ranges.ts";
import { deadLetterTopic, delivered, memoryTopic } from "./letters.ts";

const ledger = { topic: "ledger", partitionCount: 1 };
const sent = { topic: "user-login", partition: 0, timestamp: 0 };
const letters = [1, 2, 3].map((offset) => ({ topic: deadLetterTopic, partition: 0, offset }));
const entries = letters.map((letter, i) => delivered(ledgerRecord(ledger, letter, sent), 2 * i));
const [marker] = markers(ledger, 0);
const topic = memoryTopic([[...entries, delivered(marker!, 6)]]);

Deno.test("readLedger() finds all replayed dead letters up to the end of its ranges", async () => {
  const whole = await readLedger(topic, "ledger", await rangesOf(topic, "ledger"), deadLetterTopic);
  assertEquals(letters.map((letter) => whole.has(letter)), [true, true, true]);
  assertEquals(whole.has({ ...letters[0]!, offset: 4 }), false);
  assertEquals(whole.has({ ...letters[0]!, partition: 1 }), false);
  const part = await readLedger(
    topic,
    "ledger",
    new Map([[0, { start: 0, end: 4 }]]),
    deadLetterTopic,
  );
  assertEquals(letters.map((letter) => part.has(letter)), [true, true, false]);
});

Deno.test("readLedger() ignores dead letters of another topic", async () => {
  const other = await readLedger(topic, "ledger", await rangesOf(topic, "ledger"), "other-dlq");
  assertEquals(letters.map((letter) => other.has(letter)), [false, false, false]);
  assertEquals(
    letters.map(({ offset }) => other.has({ ...letters[0]!, topic: "other-dlq", offset })),
    [
      false,
      false,
      false,
    ],
  );
});

Deno.test("readLedger() of a missing ledger finds nothing", async () => {
  const missing = memoryTopic([]);
  const none = await readLedger(
    missing,
    "ledger",
    await rangesOf(missing, "ledger"),
    deadLetterTopic,
  );
  assertEquals(none.has(letters[0]!), false);
});

Deno.test("findEntry() finds the entry of a dead letter, and none if it was not replayed", async () => {
  const logs = await rangesOf(topic, "ledger");
  const entry = await findEntry(topic, "ledger", logs, letters[1]!);
  assertEquals(entry?.sentTo, "user-login/0");
  assertEquals(await findEntry(topic, "ledger", logs, { ...letters[1]!, offset: 9 }), null);
});

Deno.test("checkFits() refuses a dead-letter topic that is shorter than the ledger says", () => {
  const replayed = new ReplayedLetters(deadLetterTopic);
  replayed.add({ topic: deadLetterTopic, partition: 1, offset: 9 });
  replayed.checkFits(new Map([[1, { start: 10, end: 10 }]]));
  for (const logs of [new Map([[1, { start: 0, end: 9 }]]), new Map()]) {
    assertThrows(() => replayed.checkFits(logs), FatalError, "deleted and recreated");
  }
});
