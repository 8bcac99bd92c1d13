import { messageOf } from "../errors.ts";
import { type RegistryAnswer, unavailable } from "./answer.ts";
import { readAnswer } from "./read_answer.ts";

/** How to reach the registry. */
export interface RegistrySettings {
  /** May carry a path and credentials. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  /** How long one request may take, from its start to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** A registry's URL as it may be printed: without credentials and without a slash at its end. */
export function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, "")}`;
}

/** One request at a time to the registry, each with an honest end: see {@linkcode readAnswer}. */
export class RegistryHttp {
  /** See {@linkcode addressOf}. */
  readonly address: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeoutMs: number;

  constructor(settings: RegistrySettings) {
    const url = new URL(settings.url);
    this.address = addressOf(settings.url);
    this.#timeoutMs = settings.timeoutMs;
    const username = settings.username ?? decodeURIComponent(url.username);
    const password = settings.password ?? decodeURIComponent(url.password);
    const credentials = Buffer.from(`${username}:${password}`).toString("base64");
    this.#headers = {
      "content-type": "application/vnd.schemaregistry.v1+json",
      accept: "application/vnd.schemaregistry.v1+json, application/json",
      ...(username !== "" && { authorization: `Basic ${credentials}` }),
    };
  }

  /** What a path answers; throws what {@linkcode readAnswer} throws. */
  async exchange(
    method: string,
    path: string,
    body: string | null = null,
  ): Promise<RegistryAnswer> {
    const { status, text } = await this.#send(method, `${this.address}${path}`, body);
    return readAnswer(this.address, status, text);
  }

  async #send(method: string, url: string, body: string | null) {
    try {
      const response = await fetch(url, {
        method,
        body,
        headers: this.#headers,
        redirect: "manual",
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      throw unavailable(this.address, this.#reasonOf(error), error);
    }
  }

  #reasonOf(error: unknown): string {
    if (error instanceof DOMException && error.name === "TimeoutError") {
      return `no complete answer within ${this.#timeoutMs} ms`;
    }
    const innermost = error instanceof Error && error.cause ? error.cause : error;
    return messageOf(innermost).replace(/^error sending request for url \([^)]*\): /, "");
  }
}
