import { assertEquals, assertStringIncludes } from "@std/assert";
import { certificateEnds } from "../../../src/processor/certificate_ends.ts";
import { CredentialWatch } from "../../../src/processor/credential_watch.ts";
import { readConfig } from "../../../src/settings/config.ts";
import { certify } from "../../support/certificates.ts";

const startMs = Date.UTC(2031, 0, 1);
const dayMs = 86_400_000;
const hourMs = dayMs / 24;
const inDays = (days: number) => new Date(startMs + days * dayMs);

const env: Readonly<Record<string, string>> = {
  KAFKA_TLS: "true",
  KAFKA_TLS_CA_FILE: "ca",
  KAFKA_TLS_CERT_FILE: "cert",
  KAFKA_TLS_KEY_FILE: "key",
  KAFKA_SASL_MECHANISM: "plain",
  KAFKA_SASL_USERNAME: "me",
  KAFKA_SASL_PASSWORD_FILE: "password",
};

/** A process with certificates of this many days, and the lines that its watch logged. */
function watched(days: { readonly client: number; readonly authority: number }) {
  const from = inDays(-1);
  const authority = certify({ name: "authority", from, to: inDays(days.authority) });
  const client = certify({ name: "client", by: authority, from, to: inDays(days.client) });
  const files: Record<string, string> = {
    ca: authority.cert,
    cert: client.cert,
    key: client.key,
    password: "s3cret",
  };
  const clock = { nowMs: startMs };
  const readTextFile = (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Deno.errors.NotFound();
    return text;
  };
  const config = readConfig({ env: (name) => env[name], readTextFile });
  const lines: string[] = [];
  const reading = { readTextFile, now: () => clock.nowMs };
  const watch = new CredentialWatch(config, (line) => lines.push(line), reading);
  return {
    ...{ watch, files, clock, lines, config, reading, authority },
    [Symbol.dispose]: () => watch.stop(),
  };
}

Deno.test("a certificate that is valid for more than 14 days causes no warning", () => {
  using scene = watched({ client: 15, authority: 400 });
  assertEquals(scene.lines, []);
});

Deno.test("a certificate that expires within 14 days causes a daily warning with the date", () => {
  using scene = watched({ client: 13, authority: 400 });
  for (let hour = 0; hour < 48; hour++) {
    scene.clock.nowMs = startMs + hour * hourMs;
    scene.watch.check();
  }
  assertEquals(scene.lines.length, 2);
  assertStringIncludes(scene.lines[0]!, "the client certificate expires on 2031-01-14");
});

Deno.test("a renewed certificate causes no more warnings", () => {
  using scene = watched({ client: 13, authority: 400 });
  const renewed = certify({
    ...{ name: "client", by: scene.authority, from: inDays(-1), to: inDays(90) },
  });
  Object.assign(scene.files, { cert: renewed.cert, key: renewed.key });
  scene.clock.nowMs = startMs + 2 * dayMs;
  scene.watch.check();
  assertEquals(scene.lines.length, 1);
  const ends = certificateEnds(scene.config, scene.reading);
  assertEquals(ends.get("client"), inDays(90).getTime());
});

Deno.test("an unusable file causes an hourly warning that names its setting", () => {
  using scene = watched({ client: 90, authority: 400 });
  scene.files["key"] = "half writ";
  delete scene.files["password"];
  for (let minute = 0; minute < 120; minute++) {
    scene.clock.nowMs = startMs + minute * 60_000;
    scene.watch.check();
  }
  assertEquals(scene.lines.length, 4);
  assertStringIncludes(scene.lines[0]!, "KAFKA_TLS_KEY_FILE");
  assertStringIncludes(scene.lines[1]!, "KAFKA_SASL_PASSWORD_FILE");
  assertStringIncludes(scene.lines[1]!, "what was read before");
  assertEquals(scene.lines.join().includes("s3cret"), false);
});

Deno.test("the last CA of a file and the first certificate of a chain to expire count", () => {
  using scene = watched({ client: 90, authority: 40 });
  const next = certify({ name: "next", from: inDays(-1), to: inDays(4000) });
  scene.files["ca"] += next.cert;
  scene.files["cert"] += next.cert;
  const ends = certificateEnds(scene.config, scene.reading);
  assertEquals(ends.get("authority"), inDays(4000).getTime());
  assertEquals(ends.get("client"), inDays(90).getTime());
});

Deno.test("without TLS there are no certificates to watch", () => {
  const config = readConfig({ env: () => undefined, readTextFile: () => "" });
  assertEquals(certificateEnds(config).size, 0);
});
