import { X509Certificate } from "node:crypto";
import { FatalError } from "../errors.ts";

/** What reading certificates depends on. */
export interface Reading {
  readonly readTextFile: (path: string) => string;
  readonly now: () => number;
}

/** Files of this machine, at this moment. */
export const fromFiles: Reading = {
  readTextFile: (path) => Deno.readTextFileSync(path),
  now: Date.now,
};

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

/** Why a certificate does not hold at a time; null when it does. */
export function objectionTo(certificate: X509Certificate, nowMs: number): string | null {
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
