import client, { type Registry } from "prom-client";
import { prefix } from "./metric_names.ts";

/** Expiry of certificates in milliseconds since the epoch, by purpose. */
export type CertificateEnds = () => ReadonlyMap<string, number>;

/** Gauges of the certificates on disk that this process presents or trusts. */
export class CertificateMetrics {
  readonly #ends: CertificateEnds;
  readonly #expiry: client.Gauge;

  /** Adds its metric to a registry. */
  constructor(registry: Registry, ends: CertificateEnds) {
    this.#ends = ends;
    this.#expiry = new client.Gauge({
      name: `${prefix}certificate_expiry_timestamp_seconds`,
      help: "Expiry of a certificate on disk, in seconds since the epoch.",
      labelNames: ["certificate"],
      registers: [registry],
    });
  }

  /** Updates the gauges; a renewed file counts at once. */
  update(): void {
    this.#expiry.reset();
    for (const [certificate, endMs] of this.#ends()) {
      this.#expiry.set({ certificate }, endMs / 1000);
    }
  }
}
