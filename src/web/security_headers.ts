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

/** Puts on every answer what keeps a browser from doing more with it than showing it. */
export function secured(response: Response, path: string): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(headersOfAll)) headers.set(name, value);
  headers.set("cache-control", cachingOf(path));
  return new Response(response.body, { status: response.status, headers });
}

function cachingOf(path: string): string {
  // A page that was kept would talk to another version of the API: it is asked for anew, too.
  if (path === "/" || path.startsWith("/assets/")) return "no-cache";
  // Who compresses events collects them first.
  return path === "/api/events" ? "no-store, no-transform" : "no-store";
}
