import { assertEquals } from "@std/assert";
import { LogOutput } from "../../../src/observe/log_output.ts";

/** A reader of a log that accepts as much as a test lets it, or fails. */
class Reader {
  readonly said: string[] = [];
  readonly told: number[] = [];
  readonly output: LogOutput;
  error: Error | null = null;
  writes = 0;
  #isStalled = false;
  #going = Promise.withResolvers<void>();

  constructor(maxBytes = 100) {
    this.output = new LogOutput({
      write: (bytes) => this.#take(bytes),
      maxBytes,
      retryMs: 0,
      onLeftOut: (lines) => {
        this.told.push(lines);
        this.output.add(`${lines} left out\n`);
      },
    });
  }

  stall(): void {
    this.#isStalled = true;
    this.#going = Promise.withResolvers();
  }

  go(): void {
    this.#isStalled = false;
    this.#going.resolve();
  }

  async #take(bytes: Uint8Array): Promise<number> {
    this.writes++;
    if (this.#isStalled) await this.#going.promise;
    if (this.error !== null) throw this.error;
    const part = bytes.subarray(0, 7); // a pipe may accept only a part
    this.said.push(new TextDecoder().decode(part));
    return part.length;
  }
}

const line = (n: number) => `line ${n} ..\n`; // 10 bytes with one digit

Deno.test("log lines are written whole and in order", async () => {
  const reader = new Reader();
  for (let n = 0; n < 9; n++) reader.output.add(line(n));
  await reader.output.flush(1_000);
  assertEquals(reader.said.join(""), Array.from({ length: 9 }, (_, n) => line(n)).join(""));
  assertEquals([reader.output.leftOut, reader.told], [0, []]);
});

Deno.test("a line added at any turn while the last write ends is written", async () => {
  for (let turns = 0; turns < 20; turns++) {
    const reader = new Reader();
    reader.stall();
    reader.output.add(line(1));
    reader.go();
    for (let turn = 0; turn < turns; turn++) await null;
    reader.output.add(line(2));
    await reader.output.flush(50);
    await new Promise((resolve) => setTimeout(resolve, 0)); // writes that are still in progress
    assertEquals(reader.said.join(""), line(1) + line(2), `after ${turns} turns`);
  }
});

Deno.test("lines beyond the limit are dropped, and counted in one line after the rest is written", async () => {
  const reader = new Reader();
  reader.stall();
  for (let n = 0; n < 9; n++) reader.output.add(line(n));
  for (let n = 0; n < 1_000; n++) reader.output.add(line(n));
  assertEquals(reader.output.leftOut, 999);
  reader.go();
  await reader.output.flush(1_000);
  const lines = reader.said.join("").split("\n");
  assertEquals(lines.slice(-3), ["line 0 ..", "999 left out", ""]);
  assertEquals([lines.length, reader.told], [12, [999]]);
});

Deno.test("bytes that are being written count as queued", async () => {
  const reader = new Reader(25);
  reader.stall();
  reader.output.add(line(0));
  await Promise.resolve();
  for (let n = 1; n < 5; n++) reader.output.add(line(n));
  assertEquals(reader.output.leftOut, 3);
  reader.go();
  await reader.output.flush(1_000);
});

Deno.test("flush() waits for the queue, but not for a reader that has stopped", async () => {
  const reader = new Reader();
  reader.stall();
  reader.output.add(line(0));
  const startMs = performance.now();
  await reader.output.flush(50);
  assertEquals(performance.now() - startMs < 1_000, true);
  assertEquals(reader.said, []);
  reader.go();
  await reader.output.flush(1_000);
  assertEquals(reader.said.join(""), line(0));
});

Deno.test("a closed pipe is not written to again and causes no error", async () => {
  const reader = new Reader();
  reader.error = new Deno.errors.BrokenPipe("nobody reads");
  reader.output.add(line(0));
  reader.output.add(line(1));
  await reader.output.flush(1_000);
  const { writes } = reader;
  reader.output.add(line(2));
  await reader.output.flush(1_000);
  assertEquals([reader.writes, reader.output.leftOut], [writes, 3]);
});

Deno.test("a failed write loses only its own lines, because a full disk may get space", async () => {
  const reader = new Reader();
  reader.error = new Error("no space left on the device");
  reader.output.add(line(0));
  await reader.output.flush(1_000);
  reader.error = null;
  reader.output.add(line(1));
  await reader.output.flush(1_000);
  assertEquals(reader.said.join(""), `${line(1)}1 left out\n`);
});
