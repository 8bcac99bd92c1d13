import { checkAuthorities, fromFiles, type Reading, readPem } from "../credentials/pem.ts";
import { FatalError } from "../errors.ts";
import { readTls } from "../kafka/access/tls_files.ts";
import { type Config, settings } from "../settings/config.ts";
import { certificateEnds } from "./certificate_ends.ts";

const checkEveryMs = 60_000;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const aheadMs = 14 * dayMs;
const certificateNames: Readonly<Record<string, string>> = {
  client: "client certificate",
  authority: "Kafka CA certificate",
  registry_authority: "registry CA certificate",
};

/** Receives a warning as a sentence. */
export type Warn = (line: string) => void;

/**
 * Checks the certificate and password files while a process runs, once for all its connections.
 * The connections keep using what they read before, and each would log the same warning.
 */
export class CredentialWatch {
  readonly #config: Config;
  readonly #warn: Warn;
  readonly #reading: Reading;
  readonly #saidMs = new Map<string, number>();
  readonly #timer: ReturnType<typeof setInterval>;

  /** Checks at once, and then every minute until it is stopped. */
  constructor(config: Config, warn: Warn, reading: Reading = fromFiles) {
    this.#config = config;
    this.#warn = warn;
    this.#reading = reading;
    this.check();
    this.#timer = setInterval(() => this.check(), checkEveryMs);
  }

  /** Warns daily about what expires within 14 days, and hourly about what cannot be used. */
  check(): void {
    const nowMs = this.#reading.now();
    for (const [purpose, endMs] of certificateEnds(this.#config, this.#reading)) {
      if (endMs - nowMs > aheadMs) continue;
      const when = new Date(endMs).toISOString();
      this.#say(
        purpose,
        dayMs,
        `the ${certificateNames[purpose]} ${endMs > nowMs ? "expires" : "expired"} on ${when}; ` +
          "put a renewed one in its file, which is read at the next connection",
      );
    }
    for (const read of this.#reads()) {
      try {
        read();
      } catch (error) {
        const { message, action } = error instanceof FatalError ? error : unusable(error);
        const advice = `${action}; until then connections use what was read before`;
        this.#say(message, hourMs, `${message}; ${advice}`);
      }
    }
  }

  /** Stops checking. */
  stop(): void {
    clearInterval(this.#timer);
  }

  *#reads(): Generator<() => void> {
    const { tls, tlsCaFile: ca, tlsCertFile: cert, tlsKeyFile: key } = this.#config;
    const reading = this.#reading;
    if (tls) yield () => readTls({ ca, cert, key }, reading);
    const { registryCaFile, secretFiles } = this.#config;
    const name = settings.registryCaFile.env;
    if (registryCaFile !== null) {
      yield () => checkAuthorities(name, readPem(name, registryCaFile, reading), reading.now());
    }
    for (const secret of ["saslPassword", "registryPassword"] as const) {
      const path = secretFiles[secret];
      if (path === undefined) continue;
      yield () => {
        const setting = `${settings[secret].env}_FILE`;
        if (readPem(setting, path, reading).trim() !== "") return;
        throw new FatalError(`The file in ${setting} is empty`, `check ${setting}`);
      };
    }
  }

  #say(about: string, everyMs: number, line: string): void {
    const nowMs = this.#reading.now();
    if (nowMs - (this.#saidMs.get(about) ?? -Infinity) < everyMs) return;
    this.#saidMs.set(about, nowMs);
    this.#warn(line);
  }
}

function unusable(error: unknown): { message: string; action: string } {
  return { message: `Cannot read the credentials: ${error}`, action: "check their files" };
}
