import { startArguments } from "../../src/identity/service.ts";
import { root } from "./program.ts";

/** The capacity of a Linux pipe. */
const pipeBytes = 65_536;

/** A full pipe without a reader, until a test reads it. */
export class FullPipe implements AsyncDisposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Makes an empty pipe. */
  static async open(): Promise<FullPipe> {
    await Deno.mkdir(`${root}.stack`, { recursive: true });
    const path = `${root}.stack/pipe-${crypto.randomUUID()}`;
    const { success } = await new Deno.Command("mkfifo", { args: [path] }).output();
    if (!success) throw new Error(`cannot make the pipe ${path}`);
    return new FullPipe(path);
  }

  /** Starts a processor that logs into the pipe, after what fills it. */
  spawn(env: Readonly<Record<string, string>>): Deno.ChildProcess {
    // Opened for reading and writing, so that opening does not block.
    const script = `exec 3<>"$0"; head -c ${pipeBytes} /dev/zero >&3; exec "$@" >&3 3>&-`;
    return new Deno.Command("sh", {
      args: ["-c", script, this.#path, Deno.execPath(), ...startArguments()],
      cwd: root,
      env: { ...env },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  }

  /** All that is written to it until its writer ends, without what filled it. */
  async read(): Promise<string> {
    return (await Deno.readTextFile(this.#path)).replace(/^\0+/, "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#path);
  }
}
