import { assertEquals, assertThrows } from "@std/assert";
import { ledgerRecord, markers, readEntry } from "../../../src/dead_letters/ledger.ts";
import { FatalError } from "../../../src/errors.ts";
import { inputRecord, utf8 } from "../../support/logins.ts";
import { delivered } from "./letters.ts";

const ledger = { topic: "ledger", partitionCount: 1 };
const letter = { topic: "user-login-dlq", partition: 2, offset: 7 };

Deno.test("a ledger entry is read as it was written, with the dead letter as its key", () => {
  const replayed = { topic: "user-login", partition: 3, timestamp: 1_720_576_830_000 };
  const record = ledgerRecord(ledger, letter, replayed);
  assertEquals(record.key, utf8("user-login-dlq/2/7"));
  assertEquals([record.topic, record.partition, record.headers], ["ledger", 0, []]);
  assertEquals(readEntry("ledger", delivered(record, 0)), {
    letter,
    sentTo: "user-login/3",
    sentAt: "2024-07-10T02:00:30.000Z",
  });
});

Deno.test("all ledger entries of a dead letter share a partition, so that compaction keeps one", () => {
  const wide = { topic: "ledger", partitionCount: 50 };
  const partitions = [1, 2, 3].map((partition) =>
    ledgerRecord(wide, letter, { topic: "user-login", partition, timestamp: partition }).partition
  );
  assertEquals(new Set(partitions).size, 1);
});

Deno.test("end markers cover each partition and are not entries", () => {
  const all = markers({ topic: "ledger", partitionCount: 3 }, 5);
  assertEquals(all.map(({ partition }) => partition), [0, 1, 2]);
  for (const marker of all) assertEquals(readEntry("ledger", delivered(marker, 0)), null);
});

Deno.test("readEntry() throws for a foreign record and shows none of its content", () => {
  const strange = [
    inputRecord(utf8("{}"), { key: utf8("canary") }),
    inputRecord(null, { key: utf8("user-login-dlq/2/7") }),
    inputRecord(utf8("canary"), { key: utf8("user-login-dlq/2/7") }),
    inputRecord(utf8("null"), { key: utf8("user-login-dlq/2/7") }),
  ];
  for (const record of strange) {
    const error = assertThrows(() => readEntry("ledger", record), FatalError, "at offset 41");
    assertEquals(error.message.includes("canary"), false);
  }
});
