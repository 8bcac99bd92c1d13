import { type FatalError, messageOf } from "../../errors.ts";
import { errorType } from "./error_type.ts";
import { certificateObjection, type Listener, natureOf } from "./listener_probe.ts";
import {
  alertRefusal,
  certificateRefusal,
  hostRefusal,
  loginRefusal,
  missingLogin,
  missingTls,
  unknownMechanism,
  unwantedLogin,
  unwantedTls,
} from "./refusal_texts.ts";

/** A listener and our SASL mechanism there; null without a login. */
export interface Target extends Listener {
  readonly mechanism: string | null;
}

/** The host or port is unreachable, which says nothing about our settings. */
const unreachable = /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|Connection timeout/;

/** Why a connection can never succeed; null if a retry may succeed. */
export async function connectionRefusal(error: unknown, to: Target): Promise<FatalError | null> {
  if (!isOfConnection(error)) return null;
  const text = `${messageOf(error)} ${codeOf(error)}`;
  if (unreachable.test(text)) return null;
  return to.tls === null ? await plainRefusal(to) : await tlsRefusal(text, to);
}

/** Why a login can never succeed; null if a retry may succeed. */
export async function saslRefusal(error: unknown, to: Target): Promise<FatalError | null> {
  const address = addressOf(to);
  switch (errorType(error)) {
    case "UNSUPPORTED_SASL_MECHANISM": {
      const nature = await natureOf(to, to.tls !== null);
      const taken = typeof nature === "string" ? [] : nature.mechanisms;
      return unknownMechanism(address, to.mechanism ?? "", taken);
    }
    case "ILLEGAL_SASL_STATE":
      return unwantedLogin(address);
    case "SASL_AUTHENTICATION_FAILED":
      return loginRefusal(address, messageOf(error));
    default:
      return isNamed(error, "KafkaJSSASLAuthenticationError")
        ? loginRefusal(address, messageOf(error))
        : null;
  }
}

async function plainRefusal(to: Target): Promise<FatalError | null> {
  const nature = await natureOf(to, false);
  if (nature === "unknown") return null;
  if (nature === "tls") return missingTls(addressOf(to));
  return loginMissing(nature.mechanisms, to);
}

async function tlsRefusal(text: string, to: Target): Promise<FatalError | null> {
  const address = addressOf(to);
  const alert = /fatal alert: (\w+)/.exec(text)?.[1];
  if (alert !== undefined) return alertRefusal(address, alert, to.tls?.files.cert !== null);
  if (text.includes("ERR_TLS_CERT_ALTNAME_INVALID")) return hostRefusal(address, to.host);
  if (/certificate/i.test(text)) {
    return certificateRefusal(address, await certificateObjection(to) ?? text);
  }
  const withoutTls = await natureOf(to, false);
  if (typeof withoutTls !== "string") return unwantedTls(address);
  const withTls = withoutTls === "tls" ? await natureOf(to, true) : "unknown";
  return typeof withTls === "string" ? null : loginMissing(withTls.mechanisms, to);
}

function loginMissing(mechanisms: readonly string[], to: Target): FatalError | null {
  if (mechanisms.length === 0 || to.mechanism !== null) return null;
  return missingLogin(addressOf(to), mechanisms);
}

function addressOf({ host, port }: Listener): string {
  return `${host}:${port}`;
}

function isOfConnection(error: unknown): boolean {
  return [
    "KafkaJSConnectionError",
    "KafkaJSConnectionClosedError",
    "KafkaJSRequestTimeoutError",
  ].some((name) => isNamed(error, name));
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
