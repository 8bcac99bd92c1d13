import { certificatesIn, fromFiles, type Reading, readPem } from "../credentials/pem.ts";
import type { Config } from "../settings/config.ts";

/** The certificates of a process: the purpose, the setting and the file of each. */
function certificatesOf(config: Config): readonly (readonly [string, string, string | null])[] {
  return [
    ["client", "KAFKA_TLS_CERT_FILE", config.tlsCertFile],
    ["authority", "KAFKA_TLS_CA_FILE", config.tlsCaFile],
    ["registry_authority", "SCHEMA_REGISTRY_CA_FILE", config.registryCaFile],
  ];
}

/**
 * When the certificates on disk expire, in milliseconds since the epoch, by purpose. In a chain the
 * first to expire counts. In a file of CAs the last one counts, because an old CA stays beside the
 * new one while brokers get new certificates. An unreadable file has no entry.
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
    return []; // CredentialWatch reports an unreadable file
  }
}
