import { utf8 } from "../support/logins.ts";
import { baseLogin } from "./base_login.ts";

/** The concatenated parts of an Avro body. */
export function bytes(...parts: readonly ArrayLike<number>[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A long as a zigzag varint; also one of more than 64 bits, which no valid writer writes. */
export function long(value: number | bigint): Uint8Array {
  const wide = BigInt(value);
  return varint(wide < 0n ? -wide * 2n - 1n : wide * 2n);
}

/** An unsigned varint, least significant seven bits first. */
export function varint(value: bigint): Uint8Array {
  const groups: number[] = [];
  do {
    groups.push(Number(value & 0x7fn) | (value > 0x7fn ? 0x80 : 0));
    value >>= 7n;
  } while (value > 0n);
  return new Uint8Array(groups);
}

/** A varint with zeros at its end that change only its length. */
export function overlong(value: number | bigint, length: number): Uint8Array {
  const short = long(value);
  const padded = Array.from({ length }, (_, i) => (short[i] ?? 0) | 0x80);
  return new Uint8Array([...padded.slice(0, -1), padded.at(-1)! & 0x7f]);
}

/** A text after its length. */
export function text(value: string): Uint8Array {
  return sized(utf8(value));
}

/** Bytes after their length. */
export function sized(value: Uint8Array): Uint8Array {
  return bytes(long(value.length), value);
}

/** The encoded fields of the login with the contract's schema, some of them replaced. */
export function loginParts(
  replaced: Readonly<Partial<Record<keyof typeof baseLogin, Uint8Array>>> = {},
): Uint8Array[] {
  const parts = {
    user_id: text(baseLogin.user_id),
    app_version: text(baseLogin.app_version),
    device_type: bytes([2], text(baseLogin.device_type)),
    ip: text(baseLogin.ip),
    locale: bytes([2], text(baseLogin.locale)),
    device_id: text(baseLogin.device_id),
    timestamp: long(baseLogin.timestamp),
  };
  return Object.values({ ...parts, ...replaced });
}

/** A login's body with the contract's schema, some of its fields replaced. */
export function loginBody(
  replaced: Readonly<Partial<Record<keyof typeof baseLogin, Uint8Array>>> = {},
): Uint8Array {
  return bytes(...loginParts(replaced));
}
