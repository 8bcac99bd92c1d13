import { LastGood } from "../../credentials/last_good.ts";
import { readTls, type TlsFiles, type TlsTexts } from "./tls_files.ts";

/** A client's certificates and key, read from disk for each connection. */
export class TlsSource {
  readonly files: TlsFiles;
  readonly #texts: LastGood<TlsTexts>;

  /** Reads them once, so that errors show up before the first connection. */
  constructor(files: TlsFiles) {
    this.files = files;
    this.#texts = new LastGood(() => readTls(files));
    this.#texts.current();
  }

  /** The texts for the next connection. */
  current(): TlsTexts {
    return this.#texts.current();
  }
}
