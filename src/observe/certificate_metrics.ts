import client, { type Registry } from "prom-client";
import { prefix } from "./metric_names.ts";

/** When certificates end, in milliseconds since the epoch, by what they are for. */
export type CertificateEnds = () => ReadonlyMap<string, number>;

/** Gauges of the certificates that this process shows and trusts, as they are on disk. */
export class CertificateMetrics {
  readonly #ends: CertificateEnds;
  readonly #expiry: client.Gauge;

  /** Adds its metric to a registry. */
  constructor(registry: Registry, ends: CertificateEnds) {
    this.#ends = ends;
    this.#expiry = new client.Gauge({
      name: `${prefix}certificate_expiry_timestamp_seconds`,
      help: "When a certificate on disk ends, in seconds since the epoch.",
      labelNames: ["certificate"],
      registers: [registry],
    });
  }

  /** Brings the gauges up to date: a renewed file counts at once. */
  update(): void {
    this.#expiry.reset();
    for (const [certificate, endMs] of this.#ends()) {
      this.#expiry.set({ certificate }, endMs / 1000);
    }
  }
}
