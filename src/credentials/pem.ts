import { X509Certificate } from "node:crypto";
import { FatalError } from "../errors.ts";

/** What reading certificates depends on; tests pass their own. */
export interface Reading {
  readonly readTextFile: (path: string) => string;
  readonly now: () => number;
}

/** Reads real files and the real clock. */
export const fromFiles: Reading = {
  readTextFile: (path) => Deno.readTextFileSync(path),
  now: Date.now,
};

/** The text of the file in a setting. Throws FatalError with the reason if it cannot be read. */
export function readPem(name: string, path: string, { readTextFile }: Reading = fromFiles): string {
  try {
    return readTextFile(path);
  } catch (error) {
    const isDenied = error instanceof Deno.errors.NotCapable ||
      error instanceof Deno.errors.PermissionDenied;
    throw new FatalError(
      `Cannot read the file in ${name}: ${reasonOf(error, isDenied)}`,
      isDenied
        ? `let this user read it, and put it under /run/secrets or /etc/login-pipeline`
        : `check ${name}`,
      { cause: error },
    );
  }
}

/** The certificates in a PEM text, in order. Throws FatalError if there are none. */
export function certificatesIn(name: string, pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  const begun = pem.match(/-----BEGIN CERTIFICATE-----/g)?.length ?? 0;
  try {
    if (blocks.length === 0 || blocks.length < begun) throw new Error("no whole certificate");
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw new FatalError(
      `The file in ${name} contains no valid PEM certificate`,
      `set ${name} to a file that contains -----BEGIN CERTIFICATE-----; to convert a PKCS #12 ` +
        "file: openssl pkcs12 -in FILE -nokeys -out cert.pem",
      { cause: error },
    );
  }
}

/** Throws FatalError unless a file of CA certificates contains one that is valid now. */
export function checkAuthorities(name: string, pem: string, nowMs: number): void {
  const certificates = certificatesIn(name, pem);
  if (certificates.some((one) => objectionTo(one, nowMs) === null)) return;
  throw new FatalError(
    `The CA certificate in ${name} ${objectionTo(certificates[0]!, nowMs)}`,
    `set ${name} to the current CA certificate, or check this machine's clock`,
  );
}

/** Why a certificate is invalid at a time; null when it is valid. */
export function objectionTo(certificate: X509Certificate, nowMs: number): string | null {
  const { validFrom, validTo } = certificate;
  if (nowMs > Date.parse(validTo)) return `expired on ${dateOf(validTo)}`;
  return nowMs < Date.parse(validFrom) ? `is not valid before ${dateOf(validFrom)}` : null;
}

function dateOf(text: string): string {
  return new Date(text).toISOString();
}

function reasonOf(error: unknown, isDenied: boolean): string {
  if (isDenied) return "permission denied";
  return error instanceof Deno.errors.NotFound ? "it does not exist" : "the read failed";
}
