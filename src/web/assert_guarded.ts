import { FatalError } from "../errors.ts";

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;
const minTokenLength = 16;

/** Refuses to serve where others could look on without having to show anything. */
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
      "put a longer one into the file that HTTP_TOKEN_FILE names: openssl rand -hex 32",
    );
  }
  if (token !== null || isOpen || loopback.test(hostname)) return;
  throw new FatalError(
    `Cannot serve the page at ${hostname}: others than this machine could see it without a token`,
    "set HTTP_TOKEN_FILE to a file with a token (openssl rand -hex 32), or HTTP_HOST=127.0.0.1, " +
      "or HTTP_WITHOUT_TOKEN=true where the network keeps others out",
  );
}
