import type { FrameWriter, WriterSchema } from "../pipeline/encode.ts";
import { badValue } from "./bad_value.ts";
import { type GeneratedLogin, generateLogin } from "./login.ts";
import { Random } from "./random.ts";

/** The seed of a stream, and its shares of Avro and of invalid records. */
export interface Mixture {
  readonly seed: number;
  readonly avroRatio: number;
  readonly badRatio: number;
}

/** One record of the stream, with the user id as its key. */
export interface GeneratedRecord {
  readonly key: string;
  readonly value: Uint8Array;
}

const encoder = new TextEncoder();

/** An endless stream of logins: JSON and Avro, valid and invalid, in a given mixture. */
export class LoginStream {
  readonly #random: Random;
  readonly #mixture: Mixture;
  readonly #userLogin: WriterSchema | null;

  /** Starts a stream. Avro needs the registered schema of logins. */
  constructor(mixture: Mixture, userLogin: WriterSchema | null) {
    this.#random = new Random(mixture.seed);
    this.#mixture = mixture;
    this.#userLogin = userLogin;
  }

  /** The next record, with a login at the given second. */
  next(epochSeconds: number, frames: FrameWriter): GeneratedRecord {
    const random = this.#random;
    const login = generateLogin(random, epochSeconds);
    const key = login.user_id;
    if (random.happens(this.#mixture.badRatio)) return { key, value: badValue(random, login) };
    const isAvro = random.happens(this.#mixture.avroRatio);
    if (isAvro && this.#userLogin !== null) {
      return { key, value: frames.frame(this.#userLogin, avroLogin(login)) };
    }
    return { key, value: encoder.encode(JSON.stringify(login)) };
  }
}

function avroLogin(login: GeneratedLogin) {
  return {
    ...login,
    locale: login.locale ?? null,
    device_type: login.device_type ?? null,
    timestamp: Number(login.timestamp),
  };
}
