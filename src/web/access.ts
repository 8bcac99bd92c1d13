import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { isProbe } from "./health_handlers.ts";
import { type ProblemDetails, problemResponse } from "./problem.ts";
import type { RequestTarget } from "./request_target.ts";

/** Who may ask, and under which names. */
export interface AccessRules {
  /** What everybody but a probe has to show; null where only this machine can ask. */
  readonly token: string | null;
  /** Names of this server besides addresses and localhost. */
  readonly allowedHosts: readonly string[];
  /** Where a proxy shows all of this, such as `/logins`; empty for the root. */
  readonly basePath: string;
}

const cookieName = "login_pipeline_session";
const cookiePurpose = "the session cookie of login-pipeline";
const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i;

/** The answer to a request that may not be answered otherwise; null for all others. */
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

/** The answer to a request that names no host that could exist. */
export function badTarget(): Response {
  return problemResponse(noHost);
}

function wrongMethod(methods: string): ProblemDetails {
  const detail = `Nothing can be changed here: this address takes ${methods}.`;
  return { status: 405, title: "Method not allowed", detail };
}

const noHost: ProblemDetails = {
  status: 400,
  title: "Bad host name",
  detail: "The Host header or the address of the request is no host name, with or without a port.",
};
const foreignHost: ProblemDetails = {
  status: 421,
  title: "Unknown host name",
  detail: "This server does not go by the name in the Host header; HTTP_ALLOWED_HOSTS names it.",
};
const noToken: ProblemDetails = {
  status: 401,
  title: "Token needed",
  detail: "Send the token as Authorization: Bearer, or open the page once as /?token=….",
};

/**
 * Whether a request goes by names of this server alone. A page of somebody else can have its own
 * name resolved to this machine and then read what is served here; the request's name gives it away.
 * An address needs no resolving, so it is no such name.
 */
export function isOurName(
  { names }: RequestTarget,
  { allowedHosts }: Pick<AccessRules, "allowedHosts">,
): boolean {
  return names.every((name) =>
    name === "localhost" || ipAddress.test(name) || allowedHosts.includes(name)
  );
}

/** Takes the token out of the address, where it would stay in histories and screenshots. */
function welcome(token: string, basePath: string): Response {
  const cookie = `${cookieName}=${cookieFor(token)}; Path=${basePath || "/"}; HttpOnly; ` +
    "SameSite=Strict";
  // Relative to the page, which may be shown below a path that nobody told this server of.
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

/** Not the token itself: who reads the browser's cookies cannot use them elsewhere. */
function cookieFor(token: string): string {
  return createHmac("sha256", token).update(cookiePurpose).digest("base64url");
}

/** Compares in the same time whatever is given, its length included. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(a!, b!);
}
