import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { isProbe } from "./health_handlers.ts";
import { type ProblemDetails, problemResponse } from "./problem.ts";
import type { RequestTarget } from "./request_target.ts";

/** Who may send requests, and by which host names. */
export interface AccessRules {
  /** The bearer token that all but health probes need; null if none is needed. */
  readonly token: string | null;
  /** Host names of this server besides IP addresses and localhost. */
  readonly allowedHosts: readonly string[];
  /** The path under which a proxy serves this, such as `/logins`; empty for the root. */
  readonly basePath: string;
}

const cookieName = "login_pipeline_session";
const cookiePurpose = "the session cookie of login-pipeline";
const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i;

/** The response to a request that is not allowed, or that signs a browser in; null for all others. */
export function refusal(
  request: Request,
  target: RequestTarget,
  rules: AccessRules,
): Response | null {
  const isOpen = isProbe(target.path);
  const methods = isOpen ? "GET, HEAD, OPTIONS" : "GET, HEAD";
  if (!methods.split(", ").includes(request.method)) {
    return problemResponse(wrongMethod(methods), { allow: methods });
  }
  if (isOpen) return null;
  if (!isOurName(target, rules)) return problemResponse(foreignHost);
  if (rules.token === null) return null;
  const given = new URLSearchParams(target.search).get("token");
  if (target.path === "/" && given !== null && isSame(given, rules.token)) {
    return welcome(rules.token, rules.basePath);
  }
  const isKnown = isSame(bearerOf(request), rules.token) ||
    isSame(cookieOf(request), cookieFor(rules.token));
  return isKnown ? null : problemResponse(noToken, { "www-authenticate": "Bearer" });
}

/** The response to a request with an invalid host name. */
export function badTarget(): Response {
  return problemResponse(noHost);
}

function wrongMethod(methods: string): ProblemDetails {
  const detail = `This API is read-only: this address accepts ${methods}.`;
  return { status: 405, title: "Method not allowed", detail };
}

const noHost: ProblemDetails = {
  status: 400,
  title: "Invalid host name",
  detail: "The Host header or the URL of the request has an invalid host name or port.",
};
const foreignHost: ProblemDetails = {
  status: 421,
  title: "Unknown host name",
  detail:
    "The host name of the request is not a name of this server; HTTP_ALLOWED_HOSTS adds names.",
};
const noToken: ProblemDetails = {
  status: 401,
  title: "Token required",
  detail: "Send the token as Authorization: Bearer, or open the page once as /?token=….",
};

/**
 * Whether all host names in a request are names of this server. This check stops DNS rebinding: the
 * page of an attacker can resolve its own host name to this machine and read what is served here, but
 * its requests carry that name. An IP address is not resolved, so it is always allowed.
 */
export function isOurName(
  { names }: RequestTarget,
  { allowedHosts }: Pick<AccessRules, "allowedHosts">,
): boolean {
  return names.every((name) =>
    name === "localhost" || ipAddress.test(name) || allowedHosts.includes(name)
  );
}

/** Moves the token from the URL, where histories and screenshots would keep it, into a cookie. */
function welcome(token: string, basePath: string): Response {
  const cookie = `${cookieName}=${cookieFor(token)}; Path=${basePath || "/"}; HttpOnly; ` +
    "SameSite=Strict";
  // Relative to the page, because a proxy may serve it below a path that is not configured here.
  const location = basePath === "" ? "./" : `${basePath}/`;
  return new Response(null, { status: 303, headers: { location, "set-cookie": cookie } });
}

function bearerOf(request: Request): string {
  return /^Bearer ([^\s]+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
}

function cookieOf(request: Request): string {
  const pairs = (request.headers.get("cookie") ?? "").split(/;\s*/);
  const pair = pairs.find((pair) => pair.startsWith(`${cookieName}=`));
  return pair?.slice(cookieName.length + 1) ?? "";
}

/** Derived from the token, so that the cookie cannot be used as a bearer token. */
function cookieFor(token: string): string {
  return createHmac("sha256", token).update(cookiePurpose).digest("base64url");
}

/** Compares in constant time, whatever the length. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(a!, b!);
}
