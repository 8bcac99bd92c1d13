import { messageOf } from "../../errors.ts";
import { openSocket } from "./socket_factory.ts";
import type { TlsSource } from "./tls_source.ts";

/** A listener, and whether we use TLS there. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsSource | null;
}

/** What a listener is: Kafka with its SASL mechanisms (none without SASL), or TLS. */
export type Nature = { readonly mechanisms: readonly string[] } | "tls" | "unknown";

const answerWithinMs = 3_000;

// A SaslHandshake, version 1, with an empty mechanism name. It starts no login. A listener with SASL
// answers with its mechanisms, and one without SASL with an error.
const handshake = "0000000c0011000100000000ffff0000";
const tlsAlert = 0x15;
const answerHead = 14; // size, correlation id, error code, number of mechanisms

/** Finds out what a listener is. Never rejects. */
export function natureOf({ host, port, tls }: Listener, overTls: boolean): Promise<Nature> {
  return new Promise((resolve) => {
    let answer = Buffer.alloc(0);
    const ssl = (overTls ? tls : null) as object;
    const ask = () => socket.write(handshake, "hex");
    const socket = openSocket({ host, port, ssl, onConnect: ask });
    const end = (nature: Nature) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(nature);
    };
    const timer = setTimeout(() => end("unknown"), answerWithinMs);
    socket.on("error", () => end("unknown"));
    socket.on("close", () => end("unknown"));
    socket.on("data", (bytes: Buffer) => {
      answer = Buffer.concat([answer, bytes]);
      if (answer[0] === tlsAlert) end("tls");
      else if (isWhole(answer)) end({ mechanisms: mechanismsIn(answer) });
    });
  });
}

/** Deno's objection to a listener's certificate, as node:tls is vague; null if there is none. */
export async function certificateObjection({ host, port, tls }: Listener): Promise<string | null> {
  const { ca, cert, key } = tls?.current() ?? {};
  const options = { hostname: host, port, ...(ca && { caCerts: ca }) };
  try {
    using connection = await Deno.connectTls(cert && key ? { ...options, cert, key } : options);
    await connection.handshake();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function isWhole(answer: Buffer): boolean {
  return answer.length >= answerHead && answer.length >= answer.readInt32BE(0) + 4;
}

function mechanismsIn(answer: Buffer): string[] {
  const names: string[] = [];
  let at = answerHead;
  for (let left = answer.readInt32BE(answerHead - 4); left > 0; left--) {
    const end = at + 2 + answer.readInt16BE(at);
    names.push(answer.toString("utf8", at + 2, end));
    at = end;
  }
  return names;
}
