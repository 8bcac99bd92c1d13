import { type Refusal, refusalOf } from "../access/denied.ts";

/** How an answer is read. kafkajs' `parse` throws for the error codes that it checks. */
export interface ResponseReader {
  readonly decode: (bytes: unknown) => Promise<unknown>;
  readonly parse: (data: unknown) => Promise<unknown>;
}

/** A request, and how its answer is read. */
export interface Exchange {
  readonly response: ResponseReader;
}

/** kafkajs' function from an error code to an error. */
export type CreateError = (code: number) => Error;

/** The part of kafkajs that all requests except the login go through. */
export interface ConnectionPool {
  send(exchange: Exchange): Promise<unknown>;
}

/** The modules of kafkajs that {@linkcode readAnswers} uses and corrects. */
export const corrects = {
  pool: "kafkajs/src/network/connectionPool.js",
  errors: "kafkajs/src/protocol/error.js",
} as const;

/**
 * Reads the error codes that kafkajs ignores.
 *
 * For an answer about several topics, the original throws the first error. If one topic is refused, the
 * others have OPERATION_NOT_ATTEMPTED. This consequence then hides the cause, and the request is
 * retried for ever. The error does not name the topic either. And the original ignores the error code
 * of a whole fetch, so a broker that could not answer looks like an empty log.
 */
export function readAnswers(
  original: { readonly prototype: ConnectionPool },
  createError: CreateError,
): void {
  const { send } = original.prototype;
  original.prototype.send = function (exchange) {
    const { response } = exchange;
    const parse = (data: unknown) => parseWhole(response, data, createError);
    return send.call(this, { ...exchange, response: { decode: response.decode, parse } });
  };
}

/** The names of the refused resources in an error; none in other errors. */
export function namesRefused(error: unknown): readonly string[] {
  return error instanceof Error && "refused" in error ? error.refused as string[] : [];
}

async function parseWhole(
  response: ResponseReader,
  data: unknown,
  createError: CreateError,
): Promise<unknown> {
  let parsed: unknown;
  try {
    parsed = await response.parse(data);
  } catch (error) {
    const refusal = refusalIn(data);
    if (refusal === null) throw error;
    const refused = namesWith(data, refusal.code);
    throw Object.assign(createError(refusal.code), { refused });
  }
  const code = (data as { readonly errorCode?: unknown } | null)?.errorCode;
  if (typeof code === "number" && code !== 0) throw createError(code);
  return parsed;
}

/** The first refusal anywhere in an answer; null if there is none. */
function refusalIn(data: unknown): Refusal | null {
  for (const code of codesIn(data)) {
    const refusal = refusalOf(code);
    if (refusal !== null) return refusal;
  }
  return null;
}

function* codesIn(data: unknown): Generator<number> {
  for (const [field, value] of Object.entries(data ?? {})) {
    if (typeof value === "number" && /errorCode$/i.test(field)) yield value;
    else if (Array.isArray(value)) { for (const each of value) yield* codesIn(each); }
  }
}

/** kafkajs uses several field names for the name of a topic. */
interface Named {
  readonly topic?: string;
  readonly topicName?: string;
  readonly resourceName?: string;
}

/** The names of the topics in an answer that have an error code. */
function namesWith(data: unknown, code: number): readonly string[] {
  const lists = Object.values(data ?? {}).filter((value) => Array.isArray(value));
  return lists.flat().flatMap((item: Named) => {
    const name = item?.topic ?? item?.topicName ?? item?.resourceName;
    return name !== undefined && [...codesIn(item)].includes(code) ? [name] : [];
  });
}
