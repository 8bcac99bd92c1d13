import type { Message } from "kafkajs";
import { LoginStream } from "../src/generator/login_stream.ts";
import { FrameWriter } from "../src/pipeline/encode.ts";
import { partitionOf } from "../src/pipeline/partition.ts";

const seed = 5;
const android = '"device_type":"android"';

/** Generates valid JSON logins, as many as asked for. */
export class LoginSource {
  readonly #stream = new LoginStream({ seed, avroRatio: 0, badRatio: 0 }, null);
  readonly #frames = new FrameWriter();
  readonly #decoder = new TextDecoder();
  readonly #partitionCount: number;

  /** Generates logins for a topic with this number of partitions. */
  constructor(partitionCount: number) {
    this.#partitionCount = partitionCount;
  }

  /** The next login with its partition, and whether it is android. */
  next(epochSeconds: number): { message: Message; isAndroid: boolean } {
    const { key: userId, value } = this.#stream.next(epochSeconds, this.#frames);
    const key = Buffer.from(userId);
    const partition = partitionOf(key, this.#partitionCount);
    const message = { key, value: Buffer.from(value), partition };
    return { message, isAndroid: this.#decoder.decode(value).includes(android) };
  }
}
