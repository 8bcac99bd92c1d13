/** Where kafkajs connects to. */
export interface Destination {
  readonly host?: string;
  readonly port?: number;
  readonly rack?: string;
}

/** kafkajs' maker of connections. */
export interface ConnectionPoolBuilder {
  build(destination?: Destination): Promise<unknown>;
}

/** kafkajs' factory of those, as far as it concerns the brokers asked first. */
export type CreateBuilder = (options: { readonly brokers: unknown }) => ConnectionPoolBuilder;

/** The module of kafkajs that {@linkcode takeIpv6Brokers} corrects. */
export const corrects = "kafkajs/src/cluster/connectionPoolBuilder.js";

/**
 * Takes brokers such as `[::1]:9092`.
 *
 * The original cuts the addresses it is given at their first colon, and connects to `[` at port NaN.
 * Brokers that the cluster names itself come as host and port, and are as they were.
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

/** Host and port of an address; brackets belong to the notation, not to the host. */
export function addressOf(broker: string): { readonly host: string; readonly port: number } {
  const colon = broker.lastIndexOf(":");
  const host = broker.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  return { host, port: Number(broker.slice(colon + 1)) };
}
