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

/** The file paths of a TLS connection. The files are read again for each connection. */
export interface TlsFiles {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** The PEM texts of a TLS connection. Without a CA the system's are used; without a certificate none. */
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
 * Reads and checks the files of a TLS connection: Deno ignores a text that is not a certificate, and
 * connects without it. Throws FatalError that names the setting.
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
      `The client certificate in ${setting.cert} ${objection}`,
      `renew it, and its key in ${setting.key}, or check this machine's clock`,
    );
  }
  if (certificate.checkPrivateKey(privateKey)) return;
  throw new FatalError(
    `The key in ${setting.key} does not match the certificate in ${setting.cert}`,
    `set ${setting.key} to the key that the certificate was issued for`,
  );
}

function privateKeyIn(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem)) {
    throw new FatalError(
      `The key in ${setting.key} is encrypted`,
      `decrypt it with: openssl pkey -in FILE -out key.pem, and set ${setting.key} to that file`,
    );
  }
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new FatalError(
      `The file in ${setting.key} contains no valid PEM private key`,
      `set ${setting.key} to a file that contains -----BEGIN PRIVATE KEY-----`,
      { cause: error },
    );
  }
}
