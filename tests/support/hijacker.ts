import { writerIdPrefix } from "../../src/names.ts";
import type { StageName } from "../../src/pipeline/stage.ts";
import { javaTool } from "../../src/stack/java_tool.ts";
import { projectPath } from "../../src/stack/project_path.ts";
import type { Scene } from "./scene.ts";
import { until } from "./until.ts";

const pauseMs = 2_000;
const roundTimeoutMs = 90_000;

/**
 * Java producers that take over the transactional ids of all our writers, every two seconds until
 * disposed. A writer that loses its id is replaced by one with another id, which the next round finds.
 */
export class Hijacker implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #ended: Promise<unknown>;
  #rounds = 0;
  #complaints = "";
  #hasEnded = false;

  /** Starts with the writers of a stage; also writes to a topic if one is named. */
  constructor({ stack, config }: Scene, stage: StageName, topic = "") {
    const source = projectPath("tests/support/Hijacker.java");
    const args = [stack.brokers, String(pauseMs), writerIdPrefix(config.appId, stage), topic];
    const streams = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
    this.#child = javaTool(stack.classpath, source, args, streams).spawn();
    this.#ended = Promise.all([this.#countRounds(), this.#readComplaints(), this.#child.status])
      .finally(() => this.#hasEnded = true);
  }

  /** Waits until it has taken over all ids this many times. */
  async rounds(count: number): Promise<void> {
    await until(`the ids are taken over ${count} times`, () => {
      if (this.#hasEnded) throw new Error(`the hijacker has ended:\n${this.#complaints}`);
      return this.#rounds >= count;
    }, roundTimeoutMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stdin.close().catch(() => {});
    await this.#ended;
  }

  async #countRounds(): Promise<void> {
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      this.#rounds += text.split("\n").length - 1;
    }
  }

  async #readComplaints(): Promise<void> {
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      this.#complaints = (this.#complaints + text).slice(-2_000);
    }
  }
}
