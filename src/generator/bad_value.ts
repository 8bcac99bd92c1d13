import type { GeneratedLogin } from "./login.ts";
import type { Random } from "./random.ts";

type Spoil = (login: GeneratedLogin) => Uint8Array;

const encoder = new TextEncoder();

const spoils: readonly [Spoil, ...Spoil[]] = [
  (login) => json(login).slice(0, -7), // cut off
  ({ user_id: _, ...login }) => json(login),
  (login) => json({ ...login, ip: "" }),
  (login) => json({ ...login, locale: 7 }),
  (login) => json({ ...login, timestamp: "yesterday" }),
  (login) => json({ ...login, timestamp: -1 }),
  (login) => json([login]),
  () => new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]), // no UTF-8
  () => new Uint8Array([0, 0, 0]), // a frame without its schema id
  // An id that no registry assigns. For any other unknown id, its partition would wait for a while.
  () => new Uint8Array([0, 0xff, 0xff, 0xff, 0xff, 1, 2, 3]),
  () => new Uint8Array(0),
];

/** An invalid login, in one of the ways seen in practice. */
export function badValue(random: Random, login: GeneratedLogin): Uint8Array {
  return random.pick(spoils)(login);
}

function json(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}
