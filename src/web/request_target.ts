/** What a request asks for, and under which names it takes this server. */
export interface RequestTarget {
  /** Below the base path, always with a slash at its start. */
  readonly path: string;
  readonly search: string;
  /** Whether it is the base path without the slash at its end, below which nothing is found. */
  readonly lacksSlash: boolean;
  /** Each name or address in the request, in small letters, without a port. */
  readonly names: readonly string[];
}

const hostHeader = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Reads the target of a request; null where it names no host that could exist.
 *
 * HTTP/2 has the name in `:authority`, which Deno makes part of the URL, and no Host header; a request
 * without either is asked by the address it was sent to. A request line with a whole URL has one
 * name in the URL and may have another in the header: both count.
 */
export function targetOf(request: Request, basePath: string): RequestTarget | null {
  const host = request.headers.get("host");
  if (host !== null && !isHost(host)) return null;
  const url = URL.parse(request.url);
  if (url === null) return null;
  const names = [url.host, ...(host === null ? [] : [host])].map(withoutPort);
  const { pathname, search } = url;
  const lacksSlash = basePath !== "" && pathname === basePath;
  return { path: below(basePath, pathname), search, lacksSlash, names };
}

function isHost(text: string): boolean {
  return text === "" || hostHeader.test(text) && URL.canParse(`http://${text}`);
}

function withoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, "");
}

/** A proxy may pass the base path on or strip it: both come to the same. */
function below(basePath: string, path: string): string {
  if (basePath === "" || !`${path}/`.startsWith(`${basePath}/`)) return path;
  return path.slice(basePath.length) || "/";
}
