import { root } from "./program.ts";
import { findTool } from "./tool.ts";

/** A real nginx or HAProxy on this machine, whose files are deleted at the end. */
export class ReverseProxy implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #directory: string;
  readonly #stderr: Promise<string>;

  private constructor(child: Deno.ChildProcess, directory: string) {
    this.#child = child;
    this.#directory = directory;
    this.#stderr = new Response(child.stderr).text();
  }

  /** Starts nginx with these lines in its `http` block. */
  static async nginx(lines: string): Promise<ReverseProxy> {
    const directory = await openDirectory();
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((kind) => `${kind}_temp_path ${directory}/${kind};`).join("\n");
    const configuration = `daemon off; master_process off; pid ${directory}/pid;
      error_log stderr error; events {} http { access_log off; ${temporary} ${lines} }`;
    const path = `${directory}/nginx.conf`;
    await Deno.writeTextFile(path, configuration);
    return await ReverseProxy.#start("nginx", ["-c", path, "-p", directory], directory);
  }

  /** Starts HAProxy with these sections in addition to its defaults. */
  static async haproxy(sections: string): Promise<ReverseProxy> {
    const directory = await openDirectory();
    const configuration = `defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  timeout check 2s
${sections}
`;
    const path = `${directory}/haproxy.cfg`;
    await Deno.writeTextFile(path, configuration);
    return await ReverseProxy.#start("haproxy", ["-db", "-f", path], directory);
  }

  static async #start(
    program: string,
    args: readonly string[],
    directory: string,
  ): Promise<ReverseProxy> {
    const tool = await findTool(program);
    if ("missing" in tool) throw new Error(tool.missing);
    const child = new Deno.Command(tool.path, {
      args: [...args],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    return new ReverseProxy(child, directory);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGTERM");
    } catch {
      console.error(await this.#stderr); // it ended by itself
    }
    await Promise.all([this.#child.status, this.#stderr]);
    await Deno.remove(this.#directory, { recursive: true });
  }
}

/** Why nginx or HAProxy is missing; null if it is installed. */
export async function missingProxy(program: string): Promise<string | null> {
  const { state } = await Deno.permissions.query({ name: "run" });
  if (state !== "granted") return `no ${program} may run`;
  const tool = await findTool(program);
  return "missing" in tool ? tool.missing : null;
}

async function openDirectory(): Promise<string> {
  await Deno.mkdir(`${root}.stack`, { recursive: true });
  return await Deno.makeTempDir({ dir: `${root}.stack`, prefix: "proxy-" });
}
