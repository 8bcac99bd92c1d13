import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type Problem, problemResponse } from "./problem.ts";

/** Who may ask, and under which names. */
export interface AccessRules {
  /** What everybody but a probe has to show; null where only this machine can ask. */
  readonly token: string | null;
  /** Names of this server besides addresses and localhost. */
  readonly allowedHosts: readonly string[];
}

const cookieName = "login_pipeline_session";
const cookiePurpose = "the session cookie of login-pipeline";
const openPaths: ReadonlySet<string> = new Set(["/livez", "/readyz"]);
const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i;

/** The answer to a request that may not be answered otherwise; null for all others. */
export function refusal(request: Request, rules: AccessRules): Response | null {
  const url = new URL(request.url);
  if (request.method !== "GET" && request.method !== "HEAD") {
    return problemResponse(wrongMethod, { allow: "GET, HEAD" });
  }
  if (!isOurName(request, rules)) return problemResponse(foreignHost);
  if (rules.token === null || openPaths.has(url.pathname)) return null;
  const given = url.searchParams.get("token");
  if (url.pathname === "/" && given !== null && isSame(given, rules.token)) {
    return welcome(rules.token);
  }
  const isKnown = isSame(bearerOf(request), rules.token) ||
    isSame(cookieOf(request), cookieFor(rules.token));
  return isKnown ? null : problemResponse(noToken, { "www-authenticate": "Bearer" });
}

const wrongMethod: Problem = {
  status: 405,
  title: "Method not allowed",
  detail: "Nothing can be changed here: GET and HEAD are all there is.",
};
const foreignHost: Problem = {
  status: 421,
  title: "Unknown host name",
  detail: "This server does not go by the name in the Host header; HTTP_ALLOWED_HOSTS names it.",
};
const noToken: Problem = {
  status: 401,
  title: "Token needed",
  detail: "Send the token as Authorization: Bearer, or open the page once as /?token=….",
};

// A page of somebody else can have its own name resolved to this machine and then read what is
// served here; the Host header gives it away. An address needs no resolving, so it is no such name.
function isOurName(request: Request, { allowedHosts }: AccessRules): boolean {
  const host = (request.headers.get("host") ?? "").toLowerCase().replace(/:\d+$/, "");
  return host === "localhost" || ipAddress.test(host) || allowedHosts.includes(host);
}

/** Takes the token out of the address, where it would stay in histories and screenshots. */
function welcome(token: string): Response {
  const cookie = `${cookieName}=${cookieFor(token)}; Path=/; HttpOnly; SameSite=Strict`;
  return new Response(null, { status: 303, headers: { location: "/", "set-cookie": cookie } });
}

function bearerOf(request: Request): string {
  return /^Bearer ([^\s]+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
}

function cookieOf(request: Request): string {
  const pairs = (request.headers.get("cookie") ?? "").split(/;\s*/);
  const pair = pairs.find((pair) => pair.startsWith(`${cookieName}=`));
  return pair?.slice(cookieName.length + 1) ?? "";
}

/** Not the token itself: who reads the browser's cookies cannot use them elsewhere. */
function cookieFor(token: string): string {
  return createHmac("sha256", token).update(cookiePurpose).digest("base64url");
}

/** Compares in the same time whatever is given, its length included. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(a!, b!);
}
