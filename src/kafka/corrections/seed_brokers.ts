/** An address that kafkajs connects to. */
export interface Destination {
  readonly host?: string;
  readonly port?: number;
  readonly rack?: string;
}

/** The part of kafkajs that creates connections. */
export interface ConnectionPoolBuilder {
  build(destination?: Destination): Promise<unknown>;
}

/** kafkajs' factory of builders, as far as it concerns the bootstrap brokers. */
export type CreateBuilder = (options: { readonly brokers: unknown }) => ConnectionPoolBuilder;

/** The module of kafkajs that {@linkcode takeIpv6Brokers} corrects. */
export const corrects = "kafkajs/src/cluster/connectionPoolBuilder.js";

/**
 * Accepts bootstrap brokers such as `[::1]:9092`.
 *
 * The original splits an address at its first colon, and would connect to `[` at port NaN. Brokers from
 * the cluster's metadata have a separate host and port, and are not affected.
 */
export function takeIpv6Brokers(original: CreateBuilder): CreateBuilder {
  return (options) => {
    const builder = original(options);
    const { brokers } = options;
    if (!Array.isArray(brokers)) return builder;
    let next = 0;
    return {
      build: (destination = {}) => {
        if (destination.host || brokers.length === 0) return builder.build(destination);
        return builder.build(addressOf(String(brokers[next++ % brokers.length])));
      },
    };
  };
}

/** The host and port of an address. The brackets are not part of the host. */
export function addressOf(broker: string): { readonly host: string; readonly port: number } {
  const colon = broker.lastIndexOf(":");
  const host = broker.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  return { host, port: Number(broker.slice(colon + 1)) };
}
