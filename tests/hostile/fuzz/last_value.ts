/** The file of the value that is being examined, which remains if the examination hangs. */
export class LastValue implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #length = new Uint8Array(4);

  /** Opens a file that only this run uses. */
  constructor(path: string) {
    this.#file = Deno.openSync(path, { create: true, write: true, truncate: true });
  }

  /** Replaces the previous value. */
  readonly note = (value: Uint8Array): void => {
    new DataView(this.#length.buffer).setUint32(0, value.length);
    this.#file.seekSync(0, Deno.SeekMode.Start);
    this.#file.writeSync(this.#length);
    for (let at = 0; at < value.length;) at += this.#file.writeSync(value.subarray(at));
  };

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** The value that was being examined when a run ended; null if there was none. */
export function readLastValue(path: string): Uint8Array | null {
  const bytes = Deno.readFileSync(path);
  if (bytes.length < 4) return null;
  return bytes.slice(4, 4 + new DataView(bytes.buffer).getUint32(0));
}
