import { recordTimeOf } from "../../src/pipeline/record_time.ts";
import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import { javaTool } from "../../src/stack/java_tool.ts";
import { projectPath } from "../../src/stack/project_path.ts";
import { until } from "./until.ts";

/** How far a topic has been read. */
interface Reading {
  readonly records: ConsoleRecord[];
  /** By partition. */
  readonly positions: Map<number, number>;
  /** Records that the reader delivered twice or out of order. */
  disorder: string | null;
}

const readTimeoutMs = 90_000;

/**
 * Java's consumer, which reads committed records during a test. It never takes back a record, so what
 * a reader saw during a fault is checked, too.
 */
export class TopicReader implements AsyncDisposable {
  readonly #readings = new Map<string, Reading>();
  readonly #child: Deno.ChildProcess;
  readonly #commands: WritableStreamDefaultWriter<Uint8Array>;
  readonly #ended: Promise<unknown>;
  #complaints = "";
  #hasEnded = false;

  /** Starts Java; reads nothing before {@linkcode follow}. */
  constructor({ classpath, brokers }: { readonly classpath: string; readonly brokers: string }) {
    const source = projectPath("tests/support/TopicReader.java");
    const streams = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
    this.#child = javaTool(classpath, source, [brokers], streams).spawn();
    this.#commands = this.#child.stdin.getWriter();
    this.#ended = Promise.all([this.#readLines(), this.#readComplaints(), this.#child.status])
      .finally(() => this.#hasEnded = true);
  }

  /** Reads a topic from its beginning, with all its present and future partitions. */
  async follow(topic: string): Promise<void> {
    this.#readings.set(topic, { records: [], positions: new Map(), disorder: null });
    await this.#command(`+${topic}`);
  }

  /** Stops reading it, and drops what was read. */
  async forget(topic: string): Promise<void> {
    this.#readings.delete(topic);
    await this.#command(`-${topic}`);
  }

  /** All records up to the given offsets by partition; throws if it does not get there in time. */
  async readTo(
    topic: string,
    ends: ReadonlyMap<number, number>,
  ): Promise<readonly ConsoleRecord[]> {
    const reading = this.#readings.get(topic);
    if (reading === undefined) throw new Error(`nobody follows ${topic}`);
    const isThere = ([partition, end]: [number, number]) =>
      (reading.positions.get(partition) ?? -1) >= end;
    try {
      await until(`Java reads ${topic} to its end`, () => {
        if (this.#hasEnded) throw new Error("Java's reader has ended");
        return [...ends].every(isThere);
      }, readTimeoutMs);
    } catch (error) {
      const at = JSON.stringify(
        [...ends].map(([p, end]) => `${p}: ${reading.positions.get(p)}/${end}`),
      );
      throw new Error(`${topic} ${at}\n${this.#complaints.slice(-2000)}`, { cause: error });
    }
    if (reading.disorder !== null) throw new Error(reading.disorder);
    return reading.records;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#commands.close().catch(() => {});
    await this.#ended.catch(() => {});
  }

  async #command(line: string): Promise<void> {
    await this.#commands.write(new TextEncoder().encode(`${line}\n`));
  }

  async #readLines(): Promise<void> {
    let rest = "";
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#take(line.split("\t"));
    }
  }

  #take([kind, topic = "", partition, ...fields]: readonly string[]): void {
    const reading = this.#readings.get(topic);
    if (reading === undefined) return; // removed, with some of its records still on the way
    if (kind === "P") reading.positions.set(Number(partition), Number(fields[0]));
    else takeRecord(reading, topic, parseRecord(Number(partition), fields));
  }

  async #readComplaints(): Promise<void> {
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      this.#complaints = (this.#complaints + text).slice(-10_000);
    }
  }
}

function takeRecord(reading: Reading, topic: string, record: ConsoleRecord): void {
  const { partition, offset } = record;
  const before = reading.records.findLast((other) => other.partition === partition);
  if (before !== undefined && before.offset >= offset) {
    reading.disorder ??= `Java read ${topic}[${partition}]@${offset} after ${before.offset}`;
  }
  reading.records.push(record);
}

function parseRecord(partition: number, fields: readonly string[]): ConsoleRecord {
  const [offset = "", timestampMs = "", key = "", value = "", headers = ""] = fields;
  return {
    timestampMs: recordTimeOf(BigInt(timestampMs)),
    partition,
    offset: BigInt(offset),
    headers: headers === "" ? [] : headers.split(",").map(parseHeader),
    key: parseBytes(key),
    value: parseBytes(value),
  };
}

function parseHeader(text: string): readonly [string, Uint8Array | null] {
  const [name = "", value = ""] = text.split(":");
  return [new TextDecoder().decode(parseBytes(name) ?? new Uint8Array()), parseBytes(value)];
}

function parseBytes(text: string): Uint8Array | null {
  return text === "-" ? null : Uint8Array.fromBase64(text);
}
