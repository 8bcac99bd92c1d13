import type { Socket } from "node:net";
import { frames, type PassingRequest, readRequest } from "./kafka_frames.ts";
import type { Direction } from "./toxics.ts";

/** What a proxy does to the frames of a connection. */
export interface Passage {
  /** Resolves when a request may go on to the broker. */
  readonly request: (request: PassingRequest, link: ProxyLink) => Promise<void>;
  /** Resolves when an answer, which it may change, may go on to the client. */
  readonly answer: (request: PassingRequest, frame: Buffer, link: ProxyLink) => Promise<void>;
  /** Resolves when the end of one side may be passed on to the other. */
  readonly close: () => Promise<void>;
}

/** One connection of a client, with ours to its broker. */
export class ProxyLink {
  readonly #client: Socket;
  readonly #broker: Socket;
  readonly #passage: Passage;
  readonly #unanswered = new Map<number, PassingRequest>();
  readonly #seen = new Set<number>();
  readonly #swallowed = new Set<Direction>();
  readonly #over = Promise.withResolvers<void>();
  #passedMs = performance.now();

  /** Takes over both ends; nothing passes before {@linkcode run}. */
  constructor(client: Socket, broker: Socket, passage: Passage) {
    this.#client = client;
    this.#broker = broker;
    this.#passage = passage;
    for (const socket of [client, broker]) {
      socket.setNoDelay(true);
      socket.on("error", () => {}); // the client handles a broken connection
    }
  }

  /** Passes frames on until either side ends. */
  async run(): Promise<void> {
    await Promise.race([
      this.#passRequests().catch(() => {}),
      this.#passAnswers().catch(() => {}),
    ]);
    // If the network has forgotten a connection, its end reaches neither side.
    if (this.#swallowed.size > 0) await this.#over.promise;
    await this.#passage.close();
    this.#client.destroy();
    this.#broker.destroy();
  }

  /** Whether no request on it waits for its answer. */
  get isIdle(): boolean {
    return this.#unanswered.size === 0;
  }

  /** How long nothing has passed on it. */
  get quietMs(): number {
    return performance.now() - this.#passedMs;
  }

  /** Whether a request of this kind has passed on it. */
  hasSeen(apiKey: number): boolean {
    return this.#seen.has(apiKey);
  }

  /** From now on, drops everything in either direction, including the end of either side. */
  goSilent(directions: readonly Direction[]): void {
    for (const direction of directions) this.#swallowed.add(direction);
  }

  /** Ends it with a TCP reset on both sides; held data is lost. */
  reset(): void {
    this.#over.resolve();
    this.#client.resetAndDestroy();
    this.#broker.resetAndDestroy();
  }

  async #passRequests(): Promise<void> {
    for await (const frame of frames(this.#client)) {
      const request = readRequest(frame);
      this.#unanswered.set(request.correlationId, request);
      this.#seen.add(request.apiKey);
      this.#passedMs = performance.now();
      await this.#passage.request(request, this);
      if (this.#swallowed.has("requests")) continue;
      await write(this.#broker, frame);
    }
  }

  async #passAnswers(): Promise<void> {
    for await (const frame of frames(this.#broker)) {
      const correlationId = frame.readInt32BE(4);
      const request = this.#unanswered.get(correlationId)!;
      this.#unanswered.delete(correlationId);
      await this.#passage.answer(request, frame, this);
      if (this.#swallowed.has("answers")) continue;
      this.#passedMs = performance.now();
      await write(this.#client, frame);
    }
  }
}

async function write(socket: Socket, frame: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.write(frame, (error) => error ? reject(error) : resolve());
  });
}
