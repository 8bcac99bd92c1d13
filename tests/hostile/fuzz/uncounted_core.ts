/** A core in a thread of its own: V8 counts which code runs in the fuzzer's thread alone. */
export class UncountedCore implements Disposable {
  readonly #worker = new Worker(new URL("./uncounted_main.ts", import.meta.url), {
    type: "module",
  });

  /** Whether it takes longer for a value than is allowed; rejects where it throws. */
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
