import type avro from "avsc";
import { frameHeaderBytes } from "./frame.ts";

const firstChunkBytes = 4 * 1024;
const chunkBytes = 256 * 1024;

/** How one record type is written: its avsc type and its schema id. */
export interface WriterSchema {
  readonly type: avro.Type;
  readonly id: number;
}

/**
 * Writes Confluent frames and UTF-8 keys one after another into shared chunks of memory. This takes
 * a third of the time of one buffer each. It returns views, which stay valid.
 */
export class FrameWriter {
  #chunk = Buffer.alloc(0);
  #position = 0;

  /** One Avro frame of a value that matches the schema. */
  frame(schema: WriterSchema, value: unknown): Uint8Array {
    if (this.#chunk.length - this.#position < frameHeaderBytes) this.#grow(frameHeaderBytes);
    const start = this.#position;
    const end = schema.type.encode(value, this.#chunk, start + frameHeaderBytes);
    if (end < 0) {
      const missingBytes = -end; // avsc's way to say that the value does not fit
      this.#grow(this.#chunk.length - start + missingBytes);
      return this.frame(schema, value);
    }
    this.#chunk[start] = 0;
    this.#chunk.writeInt32BE(schema.id, start + 1);
    return this.#take(end);
  }

  /** The UTF-8 bytes of a text. */
  text(text: string): Uint8Array {
    const start = this.reserve(text.length * 3);
    return this.#take(start + this.#chunk.write(text, start));
  }

  /** The chunk that is being filled. */
  get chunk(): Uint8Array {
    return this.#chunk;
  }

  /** Makes room for so many bytes in the chunk and returns the position of the first. */
  reserve(mostBytes: number): number {
    if (this.#position + mostBytes > this.#chunk.length) this.#grow(mostBytes);
    return this.#position;
  }

  /** Marks the chunk as written up to a position. */
  advance(end: number): void {
    this.#position = end;
  }

  #take(end: number): Uint8Array {
    const view = this.#chunk.subarray(this.#position, end);
    this.#position = end;
    return view;
  }

  // Chunks double in size: most batches of the count stage are a few records.
  #grow(neededBytes: number): void {
    let bytes = Math.max(firstChunkBytes, Math.min(this.#chunk.length * 2, chunkBytes));
    while (bytes < neededBytes && bytes < chunkBytes) bytes *= 2;
    this.#chunk = Buffer.allocUnsafeSlow(Math.max(bytes, neededBytes));
    this.#position = 0;
  }
}
