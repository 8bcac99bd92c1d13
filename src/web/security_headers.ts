const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
  "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

const headersOfAll: Readonly<Record<string, string>> = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/** Adds the headers that keep a browser from doing more with an answer than showing it. */
export function secured(response: Response, path: string): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(headersOfAll)) headers.set(name, value);
  headers.set("cache-control", cachingOf(path));
  return new Response(response.body, { status: response.status, headers });
}

function cachingOf(path: string): string {
  // A cached script would talk to the API of another version, so the browser revalidates it.
  if (path.startsWith("/assets/")) return "no-cache";
  // A proxy that compresses events would hold them back.
  return path === "/api/events" ? "no-store, no-transform" : "no-store";
}
