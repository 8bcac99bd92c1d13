import { refused, RegistryAnswer, unavailable } from "./answer.ts";

/** A definite refusal by the registry itself: the resource does not exist, or is rejected. */
export class RegistryRefusal extends Error {
  override readonly name = "RegistryRefusal";
  /** The HTTP status. @kafkajs/confluent-schema-registry expects this name. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Reads a registry's answer. Throws RegistryRefusal for a refusal by the registry itself, and
 * RegistryUnavailableError for anything that a proxy, a wrong URL or a broken registry may return. Only
 * a refusal may turn a record into a dead letter.
 */
export function readAnswer(address: string, status: number, body: string): RegistryAnswer {
  const json = parseJson(body);
  const answer = typeof json === "object" && json !== null
    ? new RegistryAnswer(address, json)
    : null;
  if (status >= 200 && status < 300) {
    if (answer !== null) return answer;
    throw unavailable(address, `it answered ${status} without JSON`);
  }
  const message = String(answer?.field("message") ?? "").slice(0, maxMessageChars);
  if (isDefinite(status, answer?.field("error_code"))) throw new RegistryRefusal(status, message);
  if (status === 401) throw refused(address, "it answered 401", checkLogin);
  if (status === 403) throw refused(address, "it answered 403", checkRights);
  throw unavailable(address, reasonOf(status, message));
}

const maxMessageChars = 500;
const login = "SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD (or its file)";
const checkLogin = `check ${login}`;
const checkRights = `let this user read schemas there, or check ${login}`;

/** Confluent error codes: subject, version, schema or subject-level config not found. */
const notFoundCodes: readonly unknown[] = [40401, 40402, 40403, 40408];

function isDefinite(status: number, code: unknown): boolean {
  // A wrong path is also a 404 in JSON, but with another code.
  if (status === 404) return notFoundCodes.includes(code);
  return Number.isInteger(code) && (status === 409 || status === 422);
}

function reasonOf(status: number, message: string): string {
  if (status >= 300 && status < 400) return `it redirects elsewhere (${status})`;
  const said = `it answered ${status}${message === "" ? "" : ` (${message})`}`;
  return status === 404 ? `${said}, but not like a registry; the URL may lack a path` : said;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
