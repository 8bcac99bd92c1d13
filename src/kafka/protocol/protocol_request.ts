import type { Buffer } from "node:buffer";
import { ByteWriter } from "../writing/byte_writer.ts";
import { frameHeadroom } from "../writing/request_frame.ts";
import { ByteReader } from "./byte_reader.ts";

/** A request that kafkajs lacks, in the form that its connections send. */
export interface ProtocolRequest<T> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    readonly encode: () => Promise<ByteWriter>;
  };
  readonly response: {
    decode(bytes: Buffer): Promise<T>;
    parse(found: T): Promise<T>;
  };
}

/** A request: its name and number, how to write it, and how to read its answer. */
export interface Exchange<T> {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
  /** An upper bound of the request's size, so that the buffer need not grow. */
  readonly capacity?: number;
  readonly write: (body: ByteWriter) => void;
  readonly read: (answer: ByteReader) => T;
}

const usualCapacity = 256;

/** A request as kafkajs' connections send it. */
export function protocolRequest<T>(
  { apiKey, apiVersion, apiName, capacity = usualCapacity, write, read }: Exchange<T>,
): ProtocolRequest<T> {
  return {
    request: {
      ...{ apiKey, apiVersion, apiName },
      // deno-lint-ignore require-await -- kafkajs awaits it
      encode: async () => {
        const body = new ByteWriter(capacity, frameHeadroom);
        write(body);
        return body;
      },
    },
    response: {
      // deno-lint-ignore require-await -- kafkajs awaits it
      decode: async (bytes) => read(new ByteReader(bytes)),
      parse: (found) => Promise.resolve(found),
    },
  };
}
