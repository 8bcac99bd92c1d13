import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { createPrivateKey } from "node:crypto";
import { FatalError } from "../../../../src/errors.ts";
import { readTls } from "../../../../src/kafka/access/tls_files.ts";
import { certify } from "../../../support/certificates.ts";

const day = (days: number) => new Date(Date.now() + days * 86_400_000);

function identities() {
  const ca = certify({ name: "authority" });
  const client = certify({ name: "client", by: ca });
  return { ca, client };
}

function read(texts: { ca?: string; cert?: string; key?: string }) {
  const files: Record<string, string | undefined> = texts;
  return readTls(
    { ca: texts.ca ? "ca" : null, cert: texts.cert ? "cert" : null, key: texts.key ? "key" : null },
    { readTextFile: (path) => files[path] ?? "", now: Date.now },
  );
}

function refusal(texts: Parameters<typeof read>[0]): string {
  const { message, action } = assertThrows(() => read(texts), FatalError);
  return `${message}; ${action}`;
}

Deno.test("readTls() returns certificates and key unchanged", () => {
  const { ca, client } = identities();
  const texts = { ca: ca.cert, cert: client.cert, key: client.key };
  assertEquals(read(texts), { ...texts, ca: [ca.cert] });
  assertEquals(read({}), {});
});

Deno.test("a file without a certificate is rejected, because Deno would connect without it", () => {
  const { ca, client } = identities();
  const half = ca.cert.slice(0, -40);
  const noCertificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  for (const text of ["nonsense", half, client.key, noCertificate]) {
    assertStringIncludes(
      refusal({ ca: text }),
      "KAFKA_TLS_CA_FILE contains no valid PEM certificate",
    );
    const texts = { cert: text, key: client.key };
    assertStringIncludes(refusal(texts), "KAFKA_TLS_CERT_FILE contains no valid PEM certificate");
  }
});

Deno.test("a bundle with one complete and one truncated certificate is rejected", () => {
  const { ca } = identities();
  assertStringIncludes(
    refusal({ ca: ca.cert + ca.cert.slice(0, 300) }),
    "contains no valid PEM certificate",
  );
});

Deno.test("a certificate that has expired or is not valid yet is rejected with the date", () => {
  const { ca } = identities();
  const expired = certify({ name: "old", by: ca, from: day(-9), to: new Date("2021-02-03") });
  assertStringIncludes(refusal(expired), "KAFKA_TLS_CERT_FILE expired on 2021-02-03");
  const early = certify({ name: "early", by: ca, from: new Date("2044-05-06"), to: day(9999) });
  assertStringIncludes(refusal(early), "is not valid before 2044-05-06");
});

Deno.test("a bundle of CAs needs one that is valid", () => {
  const { ca } = identities();
  const old = certify({ name: "old", to: new Date("2021-02-03") });
  assertEquals(read({ ca: old.cert + ca.cert }).ca?.length, 1);
  assertStringIncludes(refusal({ ca: old.cert }), "KAFKA_TLS_CA_FILE expired on 2021-02-03");
});

Deno.test("a key that does not match the certificate is rejected", () => {
  const { ca, client } = identities();
  const other = certify({ name: "other", by: ca });
  assertStringIncludes(refusal({ cert: client.cert, key: other.key }), "does not match");
});

Deno.test("an encrypted or missing key is rejected", () => {
  const { client } = identities();
  const secret = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" } as const;
  const encrypted = String(createPrivateKey(client.key).export(secret));
  assertStringIncludes(refusal({ cert: client.cert, key: encrypted }), "is encrypted");
  const swapped = { cert: client.cert, key: client.cert };
  assertStringIncludes(refusal(swapped), "KAFKA_TLS_KEY_FILE contains no valid PEM private key");
});

Deno.test("an unreadable file is named by its setting, with the reason", () => {
  const read = (error: Error) =>
    assertThrows(() =>
      readTls({ ca: "/etc/ca.pem", cert: null, key: null }, {
        readTextFile: () => {
          throw error;
        },
        now: Date.now,
      }), FatalError);
  assertStringIncludes(
    read(new Deno.errors.NotFound()).message,
    "KAFKA_TLS_CA_FILE: it does not exist",
  );
  const denied = read(new Deno.errors.NotCapable());
  assertStringIncludes(denied.message, "permission denied");
  assertStringIncludes(denied.action, "/etc/login-pipeline");
});
