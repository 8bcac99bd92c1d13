import { assertEquals, assertThrows } from "@std/assert";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { FatalError } from "../../src/errors.ts";
import { openSocket } from "../../src/kafka/access/socket_factory.ts";
import { TlsSource } from "../../src/kafka/access/tls_source.ts";
import { certify } from "../support/certificates.ts";
import { mayUseFiles, scratch } from "../support/scratch.ts";

const promise = "a connection to Kafka uses the certificates that are on disk when it is made";
const ignore = !mayUseFiles();

Deno.test({
  name: ignore ? `${promise} (needs files: deno task test)` : promise,
  ignore,
  // Connections of node:tls end a moment after their close event.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await using directory = await scratch();
    const [ca, cert, key] = ["ca", "cert", "key"].map((name) => `${directory.path}/${name}.pem`);
    const write = async (client: { cert: string; key: string }) => {
      await Deno.writeTextFile(cert!, client.cert);
      await Deno.writeTextFile(key!, client.key);
    };
    const authority = certify({ name: "authority" });
    const server = await listening(authority);
    await Deno.writeTextFile(ca!, authority.cert);
    await write(certify({ name: "first", by: authority }));
    const source = new TlsSource({ ca: ca!, cert: cert!, key: key! });
    const seen = [await nameSeen(server, source)];
    const renewed = certify({ name: "renewed", by: authority });
    await Deno.writeTextFile(cert!, renewed.cert); // its key is replaced a moment later
    seen.push(await nameSeen(server, source));
    await write(renewed);
    seen.push(await nameSeen(server, source));
    await Deno.remove(key!);
    seen.push(await nameSeen(server, source));
    assertEquals(seen, ["first", "first", "renewed", "renewed"]);
    assertThrows(() => new TlsSource(source.files), FatalError, "KAFKA_TLS_KEY_FILE");
    server.close();
  },
});

async function listening(authority: ReturnType<typeof certify>): Promise<Server> {
  const { cert, key } = certify({ name: "server", hosts: ["127.0.0.1"], by: authority });
  const server = createServer({ cert, key, ca: [authority.cert], requestCert: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** The name in the certificate that a server receives. */
async function nameSeen(server: Server, source: TlsSource): Promise<string> {
  const arrived = once(server, "secureConnection");
  const { port } = server.address() as AddressInfo;
  const ssl = source as object;
  const socket = openSocket({ host: "127.0.0.1", port, ssl, onConnect: () => {} });
  const [connection] = await arrived as [TLSSocket];
  const { subject } = connection.getPeerCertificate();
  socket.destroy();
  connection.destroy();
  return String(subject?.CN);
}
