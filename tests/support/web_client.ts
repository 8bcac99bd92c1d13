import { choosePorts } from "../../src/stack/port.ts";
import { until } from "./until.ts";

/** A free port of this machine. */
export function freePort(): number {
  return choosePorts({ kafkaPort: null, registryPort: null }).kafka;
}

/** An HTTP client for a processor's server. */
export class WebClient {
  readonly origin: string;

  /** Uses a port of this machine. */
  constructor(port: number) {
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** An answer, whatever its status. */
  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return await fetch(`${this.origin}${path}`, { headers, redirect: "manual" });
  }

  /** The answer's JSON. */
  // deno-lint-ignore no-explicit-any
  async json(path: string, headers: Readonly<Record<string, string>> = {}): Promise<any> {
    return await (await this.get(path, headers)).json();
  }

  /** Waits until the server answers more than health probes. */
  async opened(): Promise<void> {
    await until("the API answers", async () => {
      const answer = await this.get("/api/status").catch(() => null);
      await answer?.body?.cancel();
      return answer?.status === 200;
    });
  }

  /** The all-time counts by locale. */
  async counts(): Promise<Record<string, number>> {
    const { counts } = await this.json("/api/counts");
    const pairs: [string, number][] = counts.map((
      { locale, count }: { locale: string; count: number },
    ) => [locale, count]);
    return Object.fromEntries(pairs);
  }
}
