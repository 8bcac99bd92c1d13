import type { HealthReport } from "../contract/health.ts";
import { FatalError, messageOf } from "../errors.ts";
import type { Log } from "../observe/log.ts";
import { type AccessRules, badTarget, isOurName, refusal } from "./access.ts";
import { assertGuarded } from "./assert_guarded.ts";
import { failureResponse } from "./failure.ts";
import { answerHealth } from "./health_handlers.ts";
import { problemResponse } from "./problem.ts";
import { type RequestTarget, targetOf } from "./request_target.ts";
import { secured } from "./security_headers.ts";

/** Where a server listens, and who may send requests; port 0 disables it. */
export interface ServerSettings extends AccessRules {
  readonly hostname: string;
  readonly port: number;
  /** Whether other machines may send requests without a token. */
  readonly isOpen: boolean;
}

const stopWithinMs = 500;

type ServerLog = Pick<Log, "warn" | "error">;

/** Answers an allowed request, whose path is relative to the base path. */
export type Answer = (request: Request) => Response | Promise<Response>;

/**
 * The HTTP server. It starts with the process and answers only health probes at first. The rest is
 * loaded later, because loading it would delay the start.
 */
export class Server {
  readonly #settings: ServerSettings;
  readonly #log: ServerLog;
  readonly #health: () => HealthReport;
  readonly #http: Deno.HttpServer | null;
  #answer: Answer = starting;

  /** Starts to listen; does nothing if the port is in use. */
  constructor(settings: ServerSettings, log: ServerLog, health: () => HealthReport) {
    assertGuarded(settings);
    this.#settings = settings;
    this.#log = log;
    this.#health = health;
    this.#http = listen(settings, log, this.handle.bind(this));
  }

  /** Whether it accepts requests. */
  get isListening(): boolean {
    return this.#http !== null;
  }

  /** The address of the page for a browser; null if nothing is served. */
  get address(): string | null {
    const { hostname, port, basePath } = this.#settings;
    const host = hostname.includes(":") ? `[${hostname}]` : hostname;
    const path = basePath === "" ? "" : `${basePath}/`;
    return this.isListening ? `http://${host}:${port}${path}` : null;
  }

  /** Sets the handler of all requests other than health probes. */
  open(answer: Answer): void {
    this.#answer = answer;
  }

  /** Answers one request. */
  async handle(request: Request): Promise<Response> {
    const target = targetOf(request, this.#settings.basePath);
    if (target === null) return secured(badTarget(), "");
    try {
      return secured(await this.#answerTo(request, target), target.path);
    } catch (error) {
      return secured(failureResponse(error, this.#log), "");
    }
  }

  async #answerTo(request: Request, target: RequestTarget): Promise<Response> {
    const { path, search } = target;
    const answer = refusal(request, target, this.#settings) ??
      answerHealth(path, isOurName(target, this.#settings), this.#health);
    if (answer !== null) return answer;
    if (target.lacksSlash) {
      return new Response(null, {
        status: 308,
        headers: { location: `${this.#settings.basePath}/${search}` },
      });
    }
    const { method, headers } = request;
    return await this.#answer(new Request(`http://localhost${path}${search}`, { method, headers }));
  }

  /** Stops listening; waits only briefly for slow readers. */
  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, stopWithinMs);
    await Promise.race([this.#http?.shutdown(), promise]);
    clearTimeout(timer);
  }
}

function starting(): Response {
  const detail = "The processor has not started yet; /readyz says what it is waiting for.";
  // A browser that opens the page too early reloads it after a second.
  const again = { "retry-after": "1", refresh: "1" };
  return problemResponse({ status: 503, title: "Starting", detail }, again);
}

// Two processors on one machine are normal, and counting logins matters more than the page.
function listen(
  { hostname, port }: ServerSettings,
  log: ServerLog,
  handle: Answer,
): Deno.HttpServer | null {
  if (port === 0) return null;
  const address = `${hostname}:${port}`;
  try {
    return Deno.serve({ hostname, port, onListen: () => {} }, handle);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw cannotListen(address, error);
    log.warn(
      { "event.action": "serve", "server.address": address },
      "no page and no health endpoints: the port is in use; set HTTP_PORT",
    );
    return null;
  }
}

function cannotListen(address: string, error: unknown): FatalError {
  return new FatalError(
    `Cannot serve the page at ${address}: ${messageOf(error)}`,
    "set HTTP_HOST to an address of this machine, or HTTP_PORT=0 to disable the server",
    { cause: error },
  );
}
