/** The path of a request, and the host names that it uses for this server. */
export interface RequestTarget {
  /** Relative to the base path, always with a leading slash. */
  readonly path: string;
  readonly search: string;
  /** Whether it is the base path without its final slash, which relative links of the page need. */
  readonly lacksSlash: boolean;
  /** Each host name or IP address in the request, in lower case, without a port. */
  readonly names: readonly string[];
}

const hostHeader = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * The target of a request; null if it has an invalid host name.
 *
 * HTTP/2 has no Host header but `:authority`, which Deno makes part of the URL. For a request without
 * either, the URL has the address that it was sent to. A request line with an absolute URL may name a
 * different host than the Host header; both names count.
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

/** Removes the base path, which a proxy may or may not have removed. */
function below(basePath: string, path: string): string {
  if (basePath === "" || !`${path}/`.startsWith(`${basePath}/`)) return path;
  return path.slice(basePath.length) || "/";
}
