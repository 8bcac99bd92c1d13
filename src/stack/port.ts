import { FatalError } from "../errors.ts";

// Below the ports that systems give to outgoing connections, so that none of those takes a port
// between the check and its use.
const [lowest, highest] = [15_000, 28_999];
const attempts = 100;

/** A port of this machine's loopback address that nobody listens on. */
export function freePort(): number {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (isPortFree(port)) return port;
  }
  throw new FatalError(
    `${attempts} ports from ${lowest} to ${highest} were tried, and all are in use`,
    "end what listens on them (ss -ltn shows it)",
  );
}

/** Throws a FatalError when somebody listens on the port already. */
export function checkPort(port: number, server: string, option: string): void {
  if (!isPortFree(port)) throw portInUse(port, server, option);
}

/** Says that a port is taken, and the two ways out. */
export function portInUse(port: number, server: string, option: string): FatalError {
  return new FatalError(
    `port ${port}, meant for ${server}, is in use`,
    `end what listens there (another stack?), or choose another port with ${option}`,
  );
}

/** Whether nobody listens on a port of the loopback address. */
export function isPortFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
