import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { FatalError } from "../errors.ts";

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

/** What reading certificates depends on. */
export interface Reading {
  readonly readTextFile: (path: string) => string;
  readonly now: () => number;
}

const setting = {
  ca: "KAFKA_TLS_CA_FILE",
  cert: "KAFKA_TLS_CERT_FILE",
  key: "KAFKA_TLS_KEY_FILE",
} as const;

const fromFiles: Reading = {
  readTextFile: (path) => Deno.readTextFileSync(path),
  now: Date.now,
};

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

/** The text of a file that a setting names; throws FatalError with what keeps it from being read. */
export function readPem(name: string, path: string, { readTextFile }: Reading = fromFiles): string {
  try {
    return readTextFile(path);
  } catch (error) {
    const isDenied = error instanceof Deno.errors.NotCapable ||
      error instanceof Deno.errors.PermissionDenied;
    throw new FatalError(
      `Cannot read the file that ${name} names: it ${reasonOf(error, isDenied)}`,
      isDenied
        ? `let this user read it, and put it below /run/secrets or /etc/login-pipeline`
        : `check ${name}`,
      { cause: error },
    );
  }
}

/** The certificates of a PEM text, in their order; throws FatalError where there are none. */
export function certificatesIn(name: string, pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  const begun = pem.match(/-----BEGIN CERTIFICATE-----/g)?.length ?? 0;
  try {
    if (blocks.length === 0 || blocks.length < begun) throw new Error("no whole certificate");
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw new FatalError(
      `The file that ${name} names holds no certificate in PEM form`,
      `give ${name} a file with -----BEGIN CERTIFICATE----- in it; of a PKCS #12 file: ` +
        "openssl pkcs12 -in FILE -nokeys -out cert.pem",
      { cause: error },
    );
  }
}

/** Refuses an authority's file in which no certificate is valid now. */
export function checkAuthorities(name: string, pem: string, nowMs: number): void {
  const certificates = certificatesIn(name, pem);
  if (certificates.some((one) => objectionTo(one, nowMs) === null)) return;
  throw new FatalError(
    `The authority's certificate that ${name} names ${objectionTo(certificates[0]!, nowMs)}`,
    `give ${name} the authority's present certificate, or check this machine's clock`,
  );
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

function objectionTo(certificate: X509Certificate, nowMs: number): string | null {
  const { validFrom, validTo } = certificate;
  if (nowMs > Date.parse(validTo)) return `expired on ${dateOf(validTo)}`;
  return nowMs < Date.parse(validFrom) ? `is not valid before ${dateOf(validFrom)}` : null;
}

function dateOf(text: string): string {
  return new Date(text).toISOString();
}

function reasonOf(error: unknown, isDenied: boolean): string {
  if (isDenied) return "may not be read";
  return error instanceof Deno.errors.NotFound ? "is not there" : "cannot be read";
}
