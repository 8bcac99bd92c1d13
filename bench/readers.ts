import { projectPath } from "../src/stack/project_path.ts";
import { type ServerProcess, startProcess } from "../src/stack/server_process.ts";

/** Reads from a contestant while it works. */
export interface Audience {
  /**
   * The number of followers of its events, like open pages. In addition, its metrics are scraped each
   * second.
   */
  readonly readers: number;
  /** The port of the page on this machine. */
  readonly port: number;
}

/** What the readers have received so far. */
export interface Reading {
  /** How many follow the events at the moment. */
  readonly open: number;
  readonly eventBytes: number;
  readonly scrapes: number;
}

/** Readers in a separate process, so that the cost of reading is not the contestant's. */
export class Readers implements AsyncDisposable {
  readonly #audience: Audience;
  readonly #process: ServerProcess;

  /** Starts the readers; they retry until they are served. */
  constructor(audience: Audience, log: string) {
    this.#audience = audience;
    const program = projectPath("bench/readers_main.ts");
    const sizes = [audience.readers, audience.port].map(String);
    const words = [Deno.execPath(), "run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1"];
    this.#process = startProcess("readers of the page", [...words, program, ...sizes], log);
  }

  /**
   * Throws unless all of them read. Otherwise the result would be that of a contestant without
   * readers.
   */
  async assertReading(): Promise<void> {
    const lines = (await Deno.readTextFile(this.#process.log)).trim().split("\n");
    const { open, eventBytes, scrapes }: Reading = JSON.parse(lines.at(-1) || "{}");
    if (open === this.#audience.readers && eventBytes > 0 && scrapes > 0) return;
    throw new Error(
      `${open ?? 0} of ${this.#audience.readers} readers follow the events, with ` +
        `${scrapes ?? 0} scrapes: see that port ${this.#audience.port} is free, and run it again`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }
}
