import { FatalError } from "../errors.ts";

// Below the ports that systems give to outgoing connections, so that none of those takes a port
// between the check and its use.
const [lowest, highest] = [15_000, 28_999];
const attempts = 100;

/** Which ports a stack is to have; null takes any free one. */
export interface PortChoice {
  /** For Kafka's clients. */
  readonly kafkaPort: number | null;
  /** For the registry's clients. */
  readonly registryPort: number | null;
}

/** The ports of a stack. */
export interface Ports {
  /** For Kafka's clients. */
  readonly kafka: number;
  /** For Kafka itself. */
  readonly controller: number;
  /** For the registry's clients. */
  readonly registry: number;
  /** Behind that. */
  readonly apicurio: number;
}

/** Ports that nobody listens on; throws a FatalError when a chosen one is in use. */
export function choosePorts({ kafkaPort, registryPort }: PortChoice): Ports {
  if (kafkaPort !== null) checkPort(kafkaPort, "Kafka", "--kafka-port");
  if (registryPort !== null) checkPort(registryPort, "the registry", "--registry-port");
  return {
    kafka: kafkaPort ?? freePort(),
    controller: freePort(),
    registry: registryPort ?? freePort(),
    apicurio: freePort(),
  };
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

function checkPort(port: number, server: string, option: string): void {
  if (!isPortFree(port)) throw portInUse(port, server, option);
}

function freePort(): number {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (isPortFree(port)) return port;
  }
  throw new FatalError(
    `${attempts} ports from ${lowest} to ${highest} were tried, and all are in use`,
    "end what listens on them (ss -ltn shows it)",
  );
}
