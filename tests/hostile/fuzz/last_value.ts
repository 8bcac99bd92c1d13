/** Where the value stands that is being examined: what is left when nobody returns from it. */
export class LastValue implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #length = new Uint8Array(4);

  /** Opens a file that is this run's alone. */
  constructor(path: string) {
    this.#file = Deno.openSync(path, { create: true, write: true, truncate: true });
  }

  /** Takes the place of the value before. */
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

/** The value that was being examined when a run ended; null when none was. */
export function readLastValue(path: string): Uint8Array | null {
  const bytes = Deno.readFileSync(path);
  if (bytes.length < 4) return null;
  return bytes.slice(4, 4 + new DataView(bytes.buffer).getUint32(0));
}
