import { LastGood } from "../credentials/last_good.ts";
import { checkAuthorities, readPem } from "../credentials/pem.ts";
import type { RegistryUnavailableError } from "../errors.ts";
import { refused } from "./answer.ts";

const setting = "SCHEMA_REGISTRY_CA_FILE";
/** Less than any network takes to forget a connection on which nothing passes. */
const poolIdleMs = 60_000;

/** Whom to trust for the registry besides the system's authorities, as the file says by now. */
export class RegistryTrust {
  readonly #texts: LastGood<string> | null;
  #made: { readonly text: string | null; readonly client: Deno.HttpClient } | null = null;

  /** Reads the file once, to say what is wrong with it before anything is asked. */
  constructor(caFile: string | null) {
    this.#texts = caFile === null ? null : new LastGood(() => authorityIn(caFile));
    this.#texts?.current();
  }

  /** What the next request goes through. */
  client(): Deno.HttpClient {
    const text = this.#texts?.current() ?? null;
    if (this.#made === null || this.#made.text !== text) {
      const caCerts = text === null ? {} : { caCerts: [text] };
      const client = Deno.createHttpClient({ ...caCerts, poolIdleTimeout: poolIdleMs });
      this.#made = { text, client };
    }
    return this.#made.client;
  }

  /** Gives all connections of a client up; the next request goes through a new one. */
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

/** The error for a reason that only another setting or certificate ends; null for any other. */
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
    return "let SCHEMA_REGISTRY_URL begin with http://, as it speaks no TLS there";
  }
  if (/invalid HTTP version/.test(reason)) {
    return "let SCHEMA_REGISTRY_URL begin with https://, as it speaks TLS there";
  }
  if (!/invalid peer certificate/.test(reason)) return null;
  if (/expired|not valid (?:yet|before)/.test(reason)) {
    return "renew the registry's certificate, or check this machine's clock";
  }
  if (/not valid for name|NotValidForName/.test(reason)) {
    return "name the registry in SCHEMA_REGISTRY_URL as its certificate does";
  }
  return `give ${setting} the PEM file of the authority that signed the registry's certificate`;
}
