import { LastGood } from "../../credentials/last_good.ts";
import { readTls, type TlsFiles, type TlsTexts } from "./tls_files.ts";

/** The certificates and the key of a client, as they are on disk at each connection. */
export class TlsSource {
  readonly files: TlsFiles;
  readonly #texts: LastGood<TlsTexts>;

  /** Reads them once, to say what is wrong with them before anything is connected. */
  constructor(files: TlsFiles) {
    this.files = files;
    this.#texts = new LastGood(() => readTls(files));
    this.#texts.current();
  }

  /** What the next connection uses. */
  current(): TlsTexts {
    return this.#texts.current();
  }
}
