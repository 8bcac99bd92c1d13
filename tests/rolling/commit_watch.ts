import { javaTool } from "../../src/stack/java_tool.ts";
import { projectPath } from "../../src/stack/project_path.ts";

/** A period in which a read_committed reader saw nothing new. */
export interface Gap {
  readonly seconds: number;
  /** Seconds since the watch began. */
  readonly endedAt: number;
}

/** Java's read_committed consumer on one topic, which measures the gaps in its progress. */
export class CommitWatch implements AsyncDisposable {
  readonly #topic: string;
  readonly #startMs = performance.now();
  readonly #child: Deno.ChildProcess;
  readonly #commands: WritableStreamDefaultWriter<Uint8Array>;
  readonly #ended: Promise<unknown>;
  readonly #movedMs = new Map<string, number>();
  #longest: Gap = { seconds: 0, endedAt: 0 };
  #longestOfOne: Gap = { seconds: 0, endedAt: 0 };

  /** Starts Java on a topic. */
  constructor(
    { classpath, brokers }: { readonly classpath: string; readonly brokers: string },
    topic: string,
  ) {
    this.#topic = topic;
    const source = projectPath("tests/support/TopicReader.java");
    const streams = { stdin: "piped", stdout: "piped", stderr: "null" } as const;
    this.#child = javaTool(classpath, source, [brokers], streams).spawn();
    this.#commands = this.#child.stdin.getWriter();
    this.#ended = Promise.all([this.#readLines(), this.#child.status]);
  }

  /** Starts to read, and to measure from the first record on. */
  async begin(): Promise<void> {
    await this.#commands.write(new TextEncoder().encode(`+${this.#topic}\n`));
  }

  /** The longest time in which no partition progressed. */
  get longest(): Gap {
    return this.#longest;
  }

  /** The longest time in which some partition did not progress. */
  get longestOfOne(): Gap {
    return this.#longestOfOne;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#commands.close().catch(() => {});
    await this.#ended.catch(() => {});
  }

  async #readLines(): Promise<void> {
    let rest = "";
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      const nowMs = performance.now();
      const records = lines.filter((line) => line.startsWith("R\t"));
      for (const partition of new Set(records.map((line) => line.split("\t", 3)[2]!))) {
        this.#longestOfOne = this.#longer(this.#longestOfOne, partition, nowMs);
      }
      if (records.length > 0) this.#longest = this.#longer(this.#longest, "any", nowMs);
    }
  }

  #longer(known: Gap, place: string, nowMs: number): Gap {
    const seconds = (nowMs - (this.#movedMs.get(place) ?? nowMs)) / 1000;
    this.#movedMs.set(place, nowMs);
    return seconds > known.seconds ? { seconds, endedAt: (nowMs - this.#startMs) / 1000 } : known;
  }
}
