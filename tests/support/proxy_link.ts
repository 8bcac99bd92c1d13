import type { Socket } from "node:net";
import { frames, type PassingRequest, readRequest } from "./kafka_frames.ts";

/** What is done to the frames of a connection on their way. */
export interface Passage {
  /** Settles when a request may go on to the broker. */
  readonly request: (request: PassingRequest, link: ProxyLink) => Promise<void>;
  /** Settles when an answer, which it may change, may go on to the client. */
  readonly answer: (request: PassingRequest, frame: Buffer, link: ProxyLink) => Promise<void>;
  /** Settles when the end of one side may be passed on to the other. */
  readonly close: () => Promise<void>;
}

/** One connection of a client, and ours to the broker that it means. */
export class ProxyLink {
  readonly #client: Socket;
  readonly #broker: Socket;
  readonly #passage: Passage;
  readonly #unanswered = new Map<number, PassingRequest>();

  /** Takes both ends over; nothing passes before {@linkcode run}. */
  constructor(client: Socket, broker: Socket, passage: Passage) {
    this.#client = client;
    this.#broker = broker;
    this.#passage = passage;
    for (const socket of [client, broker]) {
      socket.setNoDelay(true);
      socket.on("error", () => {}); // a connection that breaks is the client's to notice
    }
  }

  /** Passes frames on until either side ends. */
  async run(): Promise<void> {
    await Promise.race([
      this.#passRequests().catch(() => {}),
      this.#passAnswers().catch(() => {}),
    ]);
    await this.#passage.close();
    this.#client.destroy();
    this.#broker.destroy();
  }

  /** Ends it with a TCP reset at both sides; what is kept back is lost. */
  reset(): void {
    this.#client.resetAndDestroy();
    this.#broker.resetAndDestroy();
  }

  async #passRequests(): Promise<void> {
    for await (const frame of frames(this.#client)) {
      const request = readRequest(frame);
      this.#unanswered.set(request.correlationId, request);
      await this.#passage.request(request, this);
      await write(this.#broker, frame);
    }
  }

  async #passAnswers(): Promise<void> {
    for await (const frame of frames(this.#broker)) {
      const correlationId = frame.readInt32BE(4);
      const request = this.#unanswered.get(correlationId)!;
      this.#unanswered.delete(correlationId);
      await this.#passage.answer(request, frame, this);
      await write(this.#client, frame);
    }
  }
}

async function write(socket: Socket, frame: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.write(frame, (error) => error ? reject(error) : resolve());
  });
}
