import { createPrivateKey, type KeyObject } from "node:crypto";
import {
  certificatesIn,
  checkAuthorities,
  fromFiles,
  objectionTo,
  type Reading,
  readPem,
} from "../../credentials/pem.ts";
import { FatalError } from "../../errors.ts";

/** The files of a TLS connection, as paths: they are read anew for each connection. */
export interface TlsFiles {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** The PEM texts of a TLS connection; what is missing is left to the system, or not shown. */
export interface TlsTexts {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
}

const setting = {
  ca: "KAFKA_TLS_CA_FILE",
  cert: "KAFKA_TLS_CERT_FILE",
  key: "KAFKA_TLS_KEY_FILE",
} as const;

/**
 * Reads the files of a TLS connection and looks at what they hold: Deno takes a text that is no
 * certificate for none, and connects without it. Throws FatalError naming the setting.
 */
export function readTls(files: TlsFiles, reading: Reading = fromFiles): TlsTexts {
  const [ca, cert, key] = [files.ca, files.cert, files.key];
  const texts = {
    ...(ca && { ca: [readPem(setting.ca, ca, reading)] }),
    ...(cert && { cert: readPem(setting.cert, cert, reading) }),
    ...(key && { key: readPem(setting.key, key, reading) }),
  };
  if (texts.ca) checkAuthorities(setting.ca, texts.ca[0]!, reading.now());
  if (texts.cert && texts.key) checkClient(texts.cert, texts.key, reading.now());
  return texts;
}

function checkClient(cert: string, key: string, nowMs: number): void {
  const certificate = certificatesIn(setting.cert, cert)[0]!;
  const privateKey = privateKeyIn(key);
  const objection = objectionTo(certificate, nowMs);
  if (objection !== null) {
    throw new FatalError(
      `The client certificate that ${setting.cert} names ${objection}`,
      `renew it, and its key in ${setting.key}, or check this machine's clock`,
    );
  }
  if (certificate.checkPrivateKey(privateKey)) return;
  throw new FatalError(
    `The key that ${setting.key} names does not belong to the certificate that ${setting.cert} names`,
    `give ${setting.key} the key with which that certificate was asked for`,
  );
}

function privateKeyIn(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem)) {
    throw new FatalError(
      `The key that ${setting.key} names is encrypted`,
      `decrypt it with: openssl pkey -in FILE -out key.pem, and give ${setting.key} that file`,
    );
  }
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new FatalError(
      `The file that ${setting.key} names holds no private key in PEM form`,
      `give ${setting.key} a file with -----BEGIN PRIVATE KEY----- in it`,
      { cause: error },
    );
  }
}
