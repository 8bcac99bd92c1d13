import { certificatesIn, fromFiles, type Reading, readPem } from "../credentials/pem.ts";
import type { Config } from "../settings/config.ts";

/** The certificates of a process: what each is for, its setting, and its file. */
function certificatesOf(config: Config): readonly (readonly [string, string, string | null])[] {
  return [
    ["client", "KAFKA_TLS_CERT_FILE", config.tlsCertFile],
    ["authority", "KAFKA_TLS_CA_FILE", config.tlsCaFile],
    ["registry_authority", "SCHEMA_REGISTRY_CA_FILE", config.registryCaFile],
  ];
}

/**
 * When the certificates on disk end, in milliseconds since the epoch, by what they are for. Of a
 * chain the first to end counts; of the authorities in one file the last, as an old one stays beside
 * the new one while brokers are renewed. A file that cannot be read has no end.
 */
export function certificateEnds(
  config: Config,
  reading: Reading = fromFiles,
): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const [purpose, setting, path] of certificatesOf(config)) {
    const all = path === null ? [] : endsIn(setting, path, reading);
    if (all.length > 0) {
      ends.set(purpose, purpose === "client" ? Math.min(...all) : Math.max(...all));
    }
  }
  return ends;
}

function endsIn(setting: string, path: string, reading: Reading): number[] {
  try {
    return certificatesIn(setting, readPem(setting, path, reading))
      .map(({ validTo }) => Date.parse(validTo));
  } catch {
    return []; // whoever watches the files says so
  }
}
