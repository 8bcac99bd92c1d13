import { projectPath } from "../src/stack/project_path.ts";
import { type ServerProcess, startProcess } from "../src/stack/server_process.ts";

/** Who looks on while a contestant works. */
export interface Audience {
  /** How many follow its events, as an open page does; its metrics are scraped each second besides. */
  readonly readers: number;
  /** Where it serves them, on this machine. */
  readonly port: number;
}

/** What an audience has got up to now. */
export interface Reading {
  /** How many follow the events at the moment. */
  readonly open: number;
  readonly eventBytes: number;
  readonly scrapes: number;
}

/** An audience in a process of its own: what it costs to read is not the contestant's. */
export class Readers implements AsyncDisposable {
  readonly #audience: Audience;
  readonly #process: ServerProcess;

  /** Starts them; they try until somebody serves them. */
  constructor(audience: Audience, log: string) {
    this.#audience = audience;
    const program = projectPath("bench/readers_main.ts");
    const sizes = [audience.readers, audience.port].map(String);
    const words = [Deno.execPath(), "run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1"];
    this.#process = startProcess("readers of the page", [...words, program, ...sizes], log);
  }

  /** Throws unless all of them read: without them the figure would be one of a contestant by itself. */
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
