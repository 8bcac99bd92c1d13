import { createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A certificate and its private key, as PEM texts. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** The contents of a certificate. */
export interface Claims {
  readonly name: string;
  /** The host names and IPv4 addresses that it covers. */
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  /** The issuer; without one, it is a self-signed CA. */
  readonly by?: Identity & { readonly name: string };
}

const dayMs = 86_400_000;

/** Makes a key and a certificate for it: a CA, or one that a CA signs. */
export function certify(claims: Claims): Identity & { readonly name: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const key = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  const info = publicKey.export({ type: "spki", format: "der" });
  const { name, by, from = new Date(Date.now() - dayMs), to = new Date(Date.now() + dayMs) } =
    claims;
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    distinguished(by?.name ?? name),
    sequence(time(from), time(to)),
    distinguished(name),
    info,
    explicit(3, sequence(...extensionsOf(claims))),
  );
  const signature = sign("sha256", body, by?.key ?? key);
  const der = sequence(body, ecdsaWithSha256, element(0x03, Buffer.of(0), signature));
  const lines = der.toString("base64").match(/.{1,64}/g)!.join("\n");
  return { name, key, cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` };
}

/** The public key of a private key, by which a server recognizes its owner. */
export function publicPart(key: string): string {
  return String(createPublicKey(key).export({ type: "spki", format: "pem" }));
}

const ecdsaWithSha256 = Buffer.from("300a06082a8648ce3d040302", "hex");

function extensionsOf({ hosts = [], by }: Claims): Buffer[] {
  const isAuthority = by === undefined;
  const constraint = extension("551d13", isAuthority ? element(0x01, Buffer.of(0xff)) : null);
  if (isAuthority) return [constraint, extension("551d0f", null, element(0x03, Buffer.of(1, 6)))];
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host)
      ? element(0x87, Buffer.from(host.split(".").map(Number)))
      : element(0x82, Buffer.from(host))
  );
  return names.length === 0
    ? [constraint]
    : [constraint, extension("551d11", null, sequence(...names))];
}

function extension(oid: string, inSequence: Buffer | null, plain?: Buffer): Buffer {
  const value = plain ?? sequence(...(inSequence ? [inSequence] : []));
  return sequence(element(0x06, Buffer.from(oid, "hex")), element(0x04, value));
}

function distinguished(name: string): Buffer {
  const commonName = element(0x06, Buffer.from("550403", "hex"));
  return sequence(element(0x31, sequence(commonName, element(0x0c, Buffer.from(name)))));
}

function time(moment: Date): Buffer {
  const digits = moment.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
  const isShort = moment.getUTCFullYear() < 2050; // RFC 5280 requires two digits of the year then
  return element(isShort ? 0x17 : 0x18, Buffer.from(`${isShort ? digits.slice(2) : digits}Z`));
}

function integer(bytes: Buffer): Buffer {
  return element(0x02, bytes);
}

function explicit(tag: number, content: Buffer): Buffer {
  return element(0xa0 + tag, content);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, ...parts);
}

function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128
    ? [length]
    : length < 256
    ? [0x81, length]
    : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}
