import { assertEquals } from "@std/assert";
import { consoleConsumerArguments } from "../../../src/stack/console_consumer.ts";

const reading = { classpath: "lib/*", brokers: "127.0.0.1:9092", topic: "t", idleMs: 5_000 };

function valueOf(words: readonly string[], option: string): string | undefined {
  return words[words.indexOf(option) + 1];
}

Deno.test("the console consumer reads only committed records by default", () => {
  const isolation = "read_uncommitted" as const;
  assertEquals(valueOf(consoleConsumerArguments(reading), "--isolation-level"), "read_committed");
  const uncommitted = consoleConsumerArguments({ ...reading, isolation });
  assertEquals(valueOf(uncommitted, "--isolation-level"), isolation);
});

Deno.test("the console consumer ends when the topic is idle, or earlier at its limit", () => {
  const limited = consoleConsumerArguments({ ...reading, limit: 7 });
  assertEquals(valueOf(limited, "--timeout-ms"), "5000");
  assertEquals(valueOf(limited, "--max-messages"), "7");
  assertEquals(consoleConsumerArguments(reading).includes("--max-messages"), false);
});
