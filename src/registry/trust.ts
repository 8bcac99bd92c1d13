import { LastGood } from "../credentials/last_good.ts";
import { checkAuthorities, readPem } from "../credentials/pem.ts";
import type { RegistryUnavailableError } from "../errors.ts";
import { refused } from "./answer.ts";

const setting = "SCHEMA_REGISTRY_CA_FILE";
/** Shorter than the idle timeout of any common network device. */
const poolIdleMs = 60_000;

/** The HTTP client for the registry, with the CA that is currently in the file. */
export class RegistryTrust {
  readonly #texts: LastGood<string> | null;
  #made: { readonly text: string | null; readonly client: Deno.HttpClient } | null = null;

  /** Reads the file once, so that errors show up before the first request. */
  constructor(caFile: string | null) {
    this.#texts = caFile === null ? null : new LastGood(() => authorityIn(caFile));
    this.#texts?.current();
  }

  /** The client for the next request. */
  client(): Deno.HttpClient {
    const text = this.#texts?.current() ?? null;
    if (this.#made === null || this.#made.text !== text) {
      const caCerts = text === null ? {} : { caCerts: [text] };
      const client = Deno.createHttpClient({ ...caCerts, poolIdleTimeout: poolIdleMs });
      this.#made = { text, client };
    }
    return this.#made.client;
  }

  /** Closes all connections of a client. The next request uses a new one. */
  giveUp(client: Deno.HttpClient): void {
    if (this.#made?.client !== client) return;
    this.#made = null;
    client.close();
  }
}

function authorityIn(path: string): string {
  const pem = readPem(setting, path);
  checkAuthorities(setting, pem, Date.now());
  return pem;
}

/** The error for a TLS problem that only a setting or a certificate can fix; null for any other. */
export function tlsRefusal(
  address: string,
  reason: string,
  cause: unknown,
): RegistryUnavailableError | null {
  const action = actionFor(reason);
  return action === null ? null : refused(address, reason, action, cause);
}

function actionFor(reason: string): string | null {
  if (/InvalidContentType/.test(reason)) {
    return "use http:// in SCHEMA_REGISTRY_URL, because this port does not use TLS";
  }
  if (/invalid HTTP version/.test(reason)) {
    return "use https:// in SCHEMA_REGISTRY_URL, because this port uses TLS";
  }
  if (!/invalid peer certificate/.test(reason)) return null;
  if (/expired|not valid (?:yet|before)/.test(reason)) {
    return "renew the registry's certificate, or check this machine's clock";
  }
  if (/not valid for name|NotValidForName/.test(reason)) {
    return "use the host name in the registry's certificate in SCHEMA_REGISTRY_URL";
  }
  return `set ${setting} to the PEM file of the CA that signed the registry's certificate`;
}
