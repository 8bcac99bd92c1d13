import { startArguments } from "../../src/identity/service.ts";
import { root } from "./program.ts";

/** As much as a pipe of Linux holds. */
const pipeBytes = 65_536;

/** A pipe that is full and that nobody reads, until somebody does. */
export class FullPipe implements AsyncDisposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Makes one, still empty. */
  static async open(): Promise<FullPipe> {
    await Deno.mkdir(`${root}.stack`, { recursive: true });
    const path = `${root}.stack/pipe-${crypto.randomUUID()}`;
    const { success } = await new Deno.Command("mkfifo", { args: [path] }).output();
    if (!success) throw new Error(`cannot make the pipe ${path}`);
    return new FullPipe(path);
  }

  /** Starts a processor that logs into it, behind what fills it. */
  spawn(env: Readonly<Record<string, string>>): Deno.ChildProcess {
    // Opened for both ways, so that nobody waits for the other end.
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

  /** All that is written into it until its writer ends, without what filled it. */
  async read(): Promise<string> {
    return (await Deno.readTextFile(this.#path)).replace(/^\0+/, "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#path);
  }
}
