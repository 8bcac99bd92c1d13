import { FatalError } from "../errors.ts";

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;
const minTokenLength = 16;

/** Throws if other machines could read the page without a token. */
export function assertGuarded(
  { hostname, port, token, isOpen }: {
    readonly hostname: string;
    readonly port: number;
    readonly token: string | null;
    readonly isOpen: boolean;
  },
): void {
  if (port === 0) return;
  if (token !== null && token.length < minTokenLength) {
    throw new FatalError(
      `Cannot serve the page: the token has fewer than ${minTokenLength} characters`,
      "put a longer token into the file of HTTP_TOKEN_FILE: openssl rand -hex 32",
    );
  }
  if (token !== null || isOpen || loopback.test(hostname)) return;
  throw new FatalError(
    `Cannot serve the page at ${hostname}: other machines could read it without a token`,
    "set HTTP_TOKEN_FILE to a file with a token (openssl rand -hex 32), or HTTP_HOST=127.0.0.1, " +
      "or HTTP_WITHOUT_TOKEN=true if the network blocks all other access",
  );
}
