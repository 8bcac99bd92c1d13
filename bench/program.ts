import { projectPath } from "../src/stack/project_path.ts";

/** A program of the benchmark in a process of its own, so that it waits for nothing else. */
export class Program implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #output: ReadableStreamDefaultReader<string>;

  /** Starts a file of this folder; it ends when its owner is disposed of. */
  constructor(file: string, args: readonly string[], stdin: "piped" | "null") {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", "-P=harness", projectPath(`bench/${file}`), ...args],
      cwd: projectPath(""),
      stdin,
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#output = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** What it says first; empty if it ends without a word. */
  async firstWords(): Promise<string> {
    return (await this.#output.read()).value ?? "";
  }

  /** Writes to its standard input, and closes that. */
  async tell(text: string): Promise<void> {
    const stdin = this.#child.stdin.getWriter();
    await stdin.write(new TextEncoder().encode(text));
    await stdin.close();
  }

  /** The rest of what it says until its end; null if it failed. */
  async lastWords(): Promise<string | null> {
    let text = "";
    for (let part = await this.#output.read(); !part.done; part = await this.#output.read()) {
      text += part.value;
    }
    const { success } = await this.#child.status;
    return success ? text : null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}
