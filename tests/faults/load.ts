import type { Message, Producer } from "kafkajs";
import { LoginStream } from "../../src/generator/login_stream.ts";
import { FrameWriter } from "../../src/pipeline/encode.ts";
import type { Scene } from "../support/scene.ts";

const burstEveryMs = 400;
const mixture = { avroRatio: 0.5, badRatio: 0.05 };

/** Logins that keep arriving during a fault, even if Kafka is down. */
export class Load {
  readonly #scene: Scene;
  readonly #burst: number;
  readonly #stream: LoginStream;
  readonly #ended: Promise<void>;
  #isOver = false;

  /** Starts at once. */
  constructor(scene: Scene, loginsPerSecond: number, seed: number) {
    this.#scene = scene;
    this.#burst = Math.ceil(loginsPerSecond * burstEveryMs / 1000);
    this.#stream = new LoginStream({ seed, ...mixture }, scene.userLogin);
    this.#ended = this.#run();
  }

  /** Ends the load; resolves when no login is on its way. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  async #run(): Promise<void> {
    const producer = this.#scene.kafka.producer({ retry: { retries: 0 } });
    while (!this.#isOver) {
      // A failed send may have arrived nevertheless: then it is an input like any other.
      await this.#send(producer).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, burstEveryMs));
    }
    await producer.disconnect();
  }

  async #send(producer: Producer): Promise<void> {
    await producer.connect();
    const frames = new FrameWriter();
    const epochSeconds = Math.floor(Date.now() / 1000);
    const messages = Array.from({ length: this.#burst }, (): Message => {
      const { key, value } = this.#stream.next(epochSeconds, frames);
      return { key: Buffer.from(key), value: Buffer.from(value) };
    });
    await producer.send({ topic: this.#scene.topics.input, messages, acks: -1 });
  }
}
