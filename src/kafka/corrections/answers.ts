import { type Refusal, refusalOf } from "../errors/denied.ts";

/** How an answer is read: kafkajs throws in `parse` for the error codes that it looks at. */
export interface ResponseReader {
  readonly decode: (bytes: unknown) => Promise<unknown>;
  readonly parse: (data: unknown) => Promise<unknown>;
}

/** A request, and how its answer is read. */
export interface Exchange {
  readonly response: ResponseReader;
}

/** kafkajs' way from an error code to an error. */
export type CreateError = (code: number) => Error;

/** The part of kafkajs that every request but the login goes through. */
export interface ConnectionPool {
  send(exchange: Exchange): Promise<unknown>;
}

/** The modules of kafkajs that {@linkcode readAnswers} takes and corrects. */
export const corrects = {
  pool: "kafkajs/src/network/connectionPool.js",
  errors: "kafkajs/src/protocol/error.js",
} as const;

/**
 * Reads the error codes that kafkajs leaves unread.
 *
 * Of an answer about several topics the original throws the first error that comes. Where one topic is
 * refused, the others say OPERATION_NOT_ATTEMPTED: what is to be mended hides behind what follows from
 * it, and the request is tried again, for ever. Which topic it was the error does not say. And the
 * code of a whole fetch it does not look at: a broker that could not answer passes for an empty log.
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

/** The names of what an answer refused, where it has names. */
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

/** The first refusal anywhere in an answer; null without one. */
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

/** kafkajs calls the name of a topic now this, now that. */
interface Named {
  readonly topic?: string;
  readonly topicName?: string;
  readonly resourceName?: string;
}

/** The names of the topics in an answer that hold a code. */
function namesWith(data: unknown, code: number): readonly string[] {
  const lists = Object.values(data ?? {}).filter((value) => Array.isArray(value));
  return lists.flat().flatMap((item: Named) => {
    const name = item?.topic ?? item?.topicName ?? item?.resourceName;
    return name !== undefined && [...codesIn(item)].includes(code) ? [name] : [];
  });
}
