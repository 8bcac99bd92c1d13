import { FatalError } from "../errors.ts";

// Below the ports of outgoing connections, so that none of those takes a port between the check and
// its use.
const [lowest, highest] = [15_000, 28_999];
const attempts = 100;

/** The ports of a stack; null means any free one. */
export interface PortChoice {
  /** For Kafka's clients. */
  readonly kafkaPort: number | null;
  /** For the registry's clients. */
  readonly registryPort: number | null;
}

/** The ports of one broker. */
export interface BrokerPorts {
  /** For Kafka's clients. */
  readonly kafka: number;
  /** For Kafka itself. */
  readonly controller: number;
}

/** The ports of a stack. */
export interface Ports extends BrokerPorts {
  /** For the registry's clients. */
  readonly registry: number;
  /** For the registry itself, behind a proxy. */
  readonly apicurio: number;
}

/** Free ports. Throws FatalError if a chosen port is in use. */
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

/** Free ports of one broker. */
export function chooseBrokerPorts(): BrokerPorts {
  return { kafka: freePort(), controller: freePort() };
}

/** The error for a port in use, with two fixes. */
export function portInUse(port: number, server: string, option: string): FatalError {
  return new FatalError(
    `port ${port}, meant for ${server}, is in use`,
    `stop the program that listens there (another stack?), or choose another port with ${option}`,
  );
}

/** Whether a port of the loopback address is free. */
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

/** A free port of the loopback address. Throws FatalError if none is found. */
export function freePort(): number {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (isPortFree(port)) return port;
  }
  throw new FatalError(
    `all of ${attempts} ports tried from ${lowest} to ${highest} are in use`,
    "stop the programs that listen on them (ss -ltn lists them)",
  );
}
