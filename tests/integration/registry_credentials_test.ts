import { assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "@std/assert";
import { FatalError, RegistryUnavailableError } from "../../src/errors.ts";
import { fatalIn } from "../../src/kafka/access/error_type.ts";
import { RegistryClient } from "../../src/registry/client.ts";
import { certify, type Identity } from "../support/certificates.ts";
import { mayUseFiles, scratch } from "../support/scratch.ts";

const timeoutMs = 5_000;
const nobody = { username: null, password: null, passwordFile: null, caFile: null };

function registryTest(promise: string, fn: (directory: string) => Promise<void>): void {
  const ignore = !mayUseFiles();
  const name = ignore ? `${promise} (needs files: deno task test)` : promise;
  const run = async () => {
    await using directory = await scratch();
    await fn(directory.path);
  };
  // Deno keeps a connection and its client for the next request.
  Deno.test({ name, ignore, fn: run, sanitizeResources: false, sanitizeOps: false });
}

/** A registry with one login that counts its clients. */
function registry(identity: Identity | null) {
  let asked = 0;
  const logins = new Set<string | null>();
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  const server = Deno.serve({ ...options, ...identity }, (request) => {
    asked++;
    logins.add(request.headers.get("authorization"));
    return Response.json(["AVRO"]);
  });
  const scheme = identity === null ? "http" : "https";
  return {
    url: `${scheme}://127.0.0.1:${server.addr.port}`,
    logins,
    get asked() {
      return asked;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function refusal(url: string, caFile: string | null = null): Promise<FatalError> {
  const client = new RegistryClient({ url, ...nobody, caFile, timeoutMs });
  const error = await assertRejects(() => client.ping(), RegistryUnavailableError);
  const fatal = fatalIn(error);
  assertInstanceOf(fatal, FatalError);
  assertStringIncludes(error.message, fatal.action); // the message of a waiting partition
  return fatal;
}

registryTest(
  "the registry client trusts a registry's CA, and a renewed CA from the next request on",
  async (directory) => {
    const [old, renewed] = ["old", "renewed"].map((name) => certify({ name }));
    const caFile = `${directory}/ca.pem`;
    await using first = registry(certify({ name: "one", hosts: ["127.0.0.1"], by: old! }));
    await using second = registry(certify({ name: "two", hosts: ["127.0.0.1"], by: renewed! }));
    await Deno.writeTextFile(caFile, old!.cert);
    const toFirst = new RegistryClient({ url: first.url, ...nobody, caFile, timeoutMs });
    const toSecond = new RegistryClient({ url: second.url, ...nobody, caFile, timeoutMs });
    await toFirst.ping();
    await assertRejects(() => toSecond.ping(), RegistryUnavailableError, "SCHEMA_REGISTRY_CA_FILE");
    await Deno.writeTextFile(caFile, renewed!.cert.slice(0, 90)); // truncated: the old one stays
    await toFirst.ping();
    await Deno.writeTextFile(caFile, renewed!.cert);
    await toSecond.ping();
  },
);

registryTest(
  "the registry client reads its password file again for each request",
  async (directory) => {
    await using server = registry(null);
    const passwordFile = `${directory}/password`;
    const login = { username: "me", password: "first", passwordFile };
    const client = new RegistryClient({ url: server.url, ...nobody, ...login, timeoutMs });
    for (const password of ["first", "second"]) {
      await Deno.writeTextFile(passwordFile, `${password}\n`);
      await client.ping();
    }
    await Deno.remove(passwordFile);
    await client.ping();
    assertEquals(
      [...server.logins],
      ["first", "second"].map((word) => `Basic ${btoa(`me:${word}`)}`),
    );
  },
);

registryTest(
  "the registry client names the setting for an untrusted certificate",
  async (directory) => {
    const authority = certify({ name: "authority" });
    const caFile = `${directory}/ca.pem`;
    await Deno.writeTextFile(caFile, authority.cert);
    const hosts = ["127.0.0.1"];
    const end = new Date("2021-02-03");
    const old = { name: "old", hosts, by: authority, from: new Date("2020-01-01"), to: end };
    await using stranger = registry(
      certify({ name: "one", hosts, by: certify({ name: "other" }) }),
    );
    await using expired = registry(certify(old));
    await using elsewhere = registry(
      certify({ name: "three", hosts: ["10.0.0.1"], by: authority }),
    );
    assertStringIncludes((await refusal(stranger.url, caFile)).action, "SCHEMA_REGISTRY_CA_FILE");
    assertStringIncludes((await refusal(expired.url, caFile)).action, "renew");
    assertStringIncludes((await refusal(elsewhere.url, caFile)).action, "SCHEMA_REGISTRY_URL");
  },
);

registryTest("the registry client names the URL if only one side uses TLS", async () => {
  await using plain = registry(null);
  await using secured = registry(certify({ name: "registry", hosts: ["127.0.0.1"] }));
  const http = await refusal(secured.url.replace("https:", "http:"));
  assertStringIncludes(http.action, "use https:// in SCHEMA_REGISTRY_URL");
  const https = await refusal(plain.url.replace("http:", "https:"));
  assertStringIncludes(https.action, "use http:// in SCHEMA_REGISTRY_URL");
  assertEquals(plain.asked + secured.asked, 0);
});
