import { type ServerProcess, startProcess } from "../src/stack/server_process.ts";

/** A program that does nothing and takes a whole core for it. */
export const burnerCommand: readonly string[] = ["sh", "-c", "while :; do :; done"];

/** A busy process beside a contestant, with the same priority, as on a machine that others use, too. */
export class Burner implements AsyncDisposable {
  readonly #process: ServerProcess;
  #hasExited = false;

  /** Starts to burn; it ends when its owner is disposed of. */
  constructor(log: string) {
    this.#process = startProcess("the busy process", burnerCommand, log);
    this.#process.exited.then(() => this.#hasExited = true);
  }

  /** Throws unless it has burned all the time: otherwise the result would be that of an idle machine. */
  assertBurning(): void {
    if (this.#hasExited) {
      throw new Error(`the busy process has exited: read ${this.#process.log}, and run it again`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }
}
