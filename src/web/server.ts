import { FatalError, messageOf } from "../errors.ts";
import type { HealthReport } from "../observe/health.ts";
import type { Log } from "../observe/log.ts";
import { type AccessRules, refusal } from "./access.ts";
import { assertGuarded } from "./assert_guarded.ts";
import { answerHealth } from "./health_handlers.ts";
import { problemResponse } from "./problem.ts";
import { secured } from "./security_headers.ts";

/** Where a server listens, and to whom; port 0 for nowhere. */
export interface ServerSettings extends AccessRules {
  readonly hostname: string;
  readonly port: number;
  /** Whether others than this machine may ask without a token. */
  readonly isOpen: boolean;
}

const stopWithinMs = 500;

/** Answers a request that may be answered. */
export type Answer = (request: Request) => Response | Promise<Response>;

/**
 * The server from the first moment on: it answers for the health alone until what it shows is
 * loaded, which would only hold up the start.
 */
export class Server {
  readonly #settings: ServerSettings;
  readonly #health: () => HealthReport;
  readonly #http: Deno.HttpServer | null;
  #answer: Answer = starting;

  /** Begins to listen; does without when the port is taken. */
  constructor(settings: ServerSettings, log: Pick<Log, "warn">, health: () => HealthReport) {
    assertGuarded(settings);
    this.#settings = settings;
    this.#health = health;
    this.#http = listen(settings, log, this.handle.bind(this));
  }

  /** Whether anybody can ask. */
  get isListening(): boolean {
    return this.#http !== null;
  }

  /** Where a browser finds the page; null where nothing is served. */
  get address(): string | null {
    const { hostname, port } = this.#settings;
    return this.isListening
      ? `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`
      : null;
  }

  /** Who answers from now on. */
  open(answer: Answer): void {
    this.#answer = answer;
  }

  /** Answers one request. */
  async handle(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname;
    const response = refusal(request, this.#settings) ?? answerHealth(path, this.#health) ??
      await this.#answer(request);
    return secured(response, path);
  }

  /** Listens no more; a reader who does not take what is left is not waited for. */
  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, stopWithinMs);
    await Promise.race([this.#http?.shutdown(), promise]);
    clearTimeout(timer);
  }
}

function starting(): Response {
  const detail = "The processor has not started yet; /readyz tells what it waits for.";
  // A browser that came in the first second asks again by itself.
  const again = { "retry-after": "1", refresh: "1" };
  return problemResponse({ status: 503, title: "Starting", detail }, again);
}

// Two processors on one machine are normal, and counting logins matters more than showing it.
function listen(
  { hostname, port }: ServerSettings,
  log: Pick<Log, "warn">,
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
    "set HTTP_HOST to an address of this machine, or HTTP_PORT=0 to go without it",
    { cause: error },
  );
}
