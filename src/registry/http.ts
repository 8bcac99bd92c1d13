import { LastGood } from "../credentials/last_good.ts";
import { secretIn } from "../credentials/secret_file.ts";
import { messageOf } from "../errors.ts";
import { type RegistryAnswer, unavailable } from "./answer.ts";
import { readAnswer } from "./read_answer.ts";
import { RegistryTrust, tlsRefusal } from "./trust.ts";

/** How to connect to the registry. */
export interface RegistrySettings {
  /** May contain a path and credentials. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  /** The file with the password, read again for each request; null if there is none. */
  readonly passwordFile: string | null;
  /** PEM file of a CA to trust in addition to the system's CAs; null if there is none. */
  readonly caFile: string | null;
  /** How long one request may take, from its start to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** A registry's URL that is safe to print: without credentials and without a trailing slash. */
export function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, "")}`;
}

/**
 * Sends requests to the registry and classifies the answers, see {@linkcode readAnswer}.
 *
 * A request timeout closes all connections. Otherwise the pool of `fetch` would use the other dead
 * connections one by one, each with another timeout. An HTTP/2 connection would never be replaced,
 * because a timeout ends only the stream, and the dead connection stays.
 */
export class RegistryHttp {
  /** See {@linkcode addressOf}. */
  readonly address: string;
  readonly #username: string;
  readonly #password: LastGood<string>;
  readonly #trust: RegistryTrust;
  readonly #timeoutMs: number;

  constructor(settings: RegistrySettings) {
    const url = new URL(settings.url);
    this.address = addressOf(settings.url);
    this.#timeoutMs = settings.timeoutMs;
    this.#username = settings.username ?? decodeURIComponent(url.username);
    const password = settings.password ?? decodeURIComponent(url.password);
    const { passwordFile } = settings;
    this.#password = new LastGood(
      () => passwordFile === null ? password : secretIn(passwordFile),
      password,
    );
    this.#trust = new RegistryTrust(settings.caFile);
  }

  get #headers(): Record<string, string> {
    const credentials = `${this.#username}:${this.#password.current()}`;
    const basic = Buffer.from(credentials).toString("base64");
    return {
      "content-type": "application/vnd.schemaregistry.v1+json",
      accept: "application/vnd.schemaregistry.v1+json, application/json",
      ...(this.#username !== "" && { authorization: `Basic ${basic}` }),
    };
  }

  /** The answer to a request. Throws what {@linkcode readAnswer} throws. */
  async exchange(
    method: string,
    path: string,
    body: string | null = null,
  ): Promise<RegistryAnswer> {
    const { status, text } = await this.#send(method, `${this.address}${path}`, body);
    return readAnswer(this.address, status, text);
  }

  async #send(method: string, url: string, body: string | null) {
    const client = this.#trust.client();
    try {
      const response = await fetch(url, {
        method,
        body,
        headers: this.#headers,
        redirect: "manual",
        client,
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      if (isTimeout(error)) this.#trust.giveUp(client);
      const reason = this.#reasonOf(error);
      throw tlsRefusal(this.address, reason, error) ?? unavailable(this.address, reason, error);
    }
  }

  #reasonOf(error: unknown): string {
    if (isTimeout(error)) {
      return `no complete answer within ${this.#timeoutMs} ms`;
    }
    const innermost = error instanceof Error && error.cause ? error.cause : error;
    return messageOf(innermost).replace(/^error sending request for url \([^)]*\): /, "");
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
