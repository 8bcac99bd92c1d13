/** A core in a separate thread: V8 counts code only in the fuzzer's thread. */
export class UncountedCore implements Disposable {
  readonly #worker = new Worker(new URL("./uncounted_main.ts", import.meta.url), {
    type: "module",
  });

  /** Whether a value takes longer than allowed; rejects if the core throws. */
  async isSlow(value: Uint8Array): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    this.#worker.onmessage = ({ data }) => resolve(data);
    this.#worker.onerror = ({ message }) => reject(new Error(message));
    this.#worker.postMessage(value);
    return await promise;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}
