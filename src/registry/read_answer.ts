import { refused, RegistryAnswer, unavailable } from "./answer.ts";

/** A definite no of the registry itself: what was asked for is not there, or is not taken. */
export class RegistryRefusal extends Error {
  override readonly name = "RegistryRefusal";
  /** The HTTP status; @kafkajs/confluent-schema-registry looks at it by this name. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * What a registry answered. Throws RegistryRefusal for a no in the registry's own words, and
 * RegistryUnavailableError for whatever a proxy, a wrong URL or a broken registry says: only the
 * former may ever cost a record.
 */
export function readAnswer(address: string, status: number, body: string): RegistryAnswer {
  const json = parseJson(body);
  const answer = typeof json === "object" && json !== null
    ? new RegistryAnswer(address, json)
    : null;
  if (status >= 200 && status < 300) {
    if (answer !== null) return answer;
    throw unavailable(address, `it answered ${status} with something else than JSON`);
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

/** Subject, version, schema and subject's level not found: error codes of Confluent's API. */
const notFoundCodes: readonly unknown[] = [40401, 40402, 40403, 40408];

function isDefinite(status: number, code: unknown): boolean {
  // A wrong path is a 404 in JSON as well, with another code.
  if (status === 404) return notFoundCodes.includes(code);
  return Number.isInteger(code) && (status === 409 || status === 422);
}

function reasonOf(status: number, message: string): string {
  if (status >= 300 && status < 400) return `it redirects elsewhere (${status})`;
  const said = `it answered ${status}${message === "" ? "" : ` (${message})`}`;
  return status === 404 ? `${said}, but not as a registry does; the URL may lack a path` : said;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
