import { FatalError, messageOf } from "../errors.ts";
import type { Log } from "../observe/log.ts";
import { type Health, healthHandler } from "./health.ts";

/** Where the health endpoints listen; port 0 for nowhere. */
export interface HealthAddress {
  readonly httpHost: string;
  readonly httpPort: number;
}

/**
 * Serves the health endpoints; null when they are off or the port is taken: two processors on one
 * machine are normal, and counting logins matters more than telling that one does.
 */
export function serveHealth(
  { httpHost, httpPort }: HealthAddress,
  log: Log,
  health: Health,
): Deno.HttpServer | null {
  if (httpPort === 0) return null;
  try {
    const options = { hostname: httpHost, port: httpPort, onListen: () => {} };
    return Deno.serve(options, healthHandler(health));
  } catch (error) {
    const address = `${httpHost}:${httpPort}`;
    if (!(error instanceof Deno.errors.AddrInUse)) throw cannotListen(address, error);
    log.warn(
      { event: "health", address },
      "no health endpoints: the port is in use; set HTTP_PORT",
    );
    return null;
  }
}

function cannotListen(address: string, error: unknown): FatalError {
  return new FatalError(
    `Cannot serve the health endpoints at ${address}: ${messageOf(error)}`,
    "set HTTP_HOST to an address of this machine, or HTTP_PORT=0 to go without them",
    { cause: error },
  );
}
