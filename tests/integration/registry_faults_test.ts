import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { RegistryUnavailableError } from "../../src/errors.ts";
import { schemaTexts } from "../../src/pipeline/schemas.ts";
import { RegistryClient } from "../../src/registry/client.ts";
import { RegistryRefusal } from "../../src/registry/read_answer.ts";

const timeoutMs = 300;
const mayListen =
  Deno.permissions.querySync({ name: "net", host: "127.0.0.1" }).state === "granted";

function faultTest(promise: string, fn: () => Promise<void>): void {
  const name = mayListen ? promise : `${promise} (needs --allow-net=127.0.0.1)`;
  Deno.test({
    name,
    ignore: !mayListen,
    fn: async () => {
      // The first registration of a process loads the library, which is not part of an answer's time.
      await import("@kafkajs/confluent-schema-registry");
      await fn();
    },
  });
}

function clientOf(port: number): RegistryClient {
  const url = `http://user:se%20cret@127.0.0.1:${port}/registry/`;
  const nobody = { username: null, password: null, passwordFile: null, caFile: null };
  return new RegistryClient({ url, ...nobody, timeoutMs });
}

/** Runs a body against a server that answers every request in the same way. */
async function answering(
  handler: (request: Request) => Response | Promise<Response>,
  body: (registry: RegistryClient) => Promise<void>,
): Promise<void> {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    handler,
  );
  await body(clientOf(server.addr.port));
}

/** Runs a body against a server that handles each connection as given. */
async function connecting(
  onConnection: (connection: Deno.Conn) => Promise<unknown>,
  body: (registry: RegistryClient) => Promise<void>,
): Promise<void> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) {
      connections.push(connection);
      await onConnection(connection).catch(() => {});
    }
  })();
  await body(clientOf((listener.addr as Deno.NetAddr).port));
  listener.close();
  await accepting.catch(() => {});
  for (const connection of connections) {
    try {
      connection.close();
    } catch {
      // The fault has closed it.
    }
  }
}

/** Every request reports the fault as an unavailable registry, in time and without credentials. */
async function assertUnavailable(registry: RegistryClient): Promise<void> {
  const questions: (() => Promise<unknown>)[] = [
    () => registry.schemaOf(7),
    () => registry.idOf("user-login-value", schemaTexts.UserLogin),
    () => registry.register("s", schemaTexts.UserLogin, "FULL_TRANSITIVE"),
    () => registry.levelOf("user-login-value"),
    () => registry.setLevel("user-login-value", "FULL_TRANSITIVE"),
    () => registry.versionsOf("user-login-value"),
    () => registry.objectionTo("user-login-value", schemaTexts.UserLogin),
  ];
  for (const question of questions) {
    const startMs = performance.now();
    const error = await assertRejects(question);
    assertInstanceOf(error, RegistryUnavailableError);
    assertStringIncludes(error.message, "http://127.0.0.1:");
    assert(!/user:|secret|se%20cret/.test(Deno.inspect(error, { depth: 5 })), "credentials");
    assertLess(performance.now() - startMs, timeoutMs * 2);
  }
}

function json(status: number, body: unknown): Response {
  return Response.json(body, { status });
}

function html(status: number): Response {
  const headers = { "content-type": "text/html" };
  return new Response(`<html>${status}</html>`, { status, headers });
}

const answers: Readonly<Record<string, () => Response>> = {
  "a 500": () => html(500),
  "a 503 with the registry's error code": () =>
    json(503, { error_code: 40403, message: "not found" }),
  "the HTML 404 of a proxy": () => html(404),
  "the JSON 404 of a wrong path": () => json(404, { error_code: 404, message: "Not Found" }),
  "a 401": () => json(401, { error_code: 40101, message: "Unauthorized" }),
  "a sign-in page": () => html(200),
  "an empty 200": () => new Response(""),
  "JSON of another shape": () => json(200, { hello: "world" }),
  "truncated JSON": () => new Response('{"schema":"{'),
  "a redirect": () => Response.redirect("http://127.0.0.1/elsewhere", 302),
  "a body that arrives byte by byte": () => new Response(drip()),
};

for (const [fault, answer] of Object.entries(answers)) {
  faultTest(`${fault} means an unavailable registry`, () => answering(answer, assertUnavailable));
}

const connections: Readonly<Record<string, (connection: Deno.Conn) => Promise<unknown>>> = {
  "a silent registry": () => Promise.resolve(),
  "a closed connection": (connection) => say(connection, ""),
  "a truncated answer": (connection) =>
    say(connection, 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"schema":'),
  "another protocol": (connection) => say(connection, "220 mail.example ESMTP\r\n"),
};

for (const [fault, onConnection] of Object.entries(connections)) {
  faultTest(
    `${fault} means an unavailable registry`,
    () => connecting(onConnection, assertUnavailable),
  );
}

faultTest("a refused connection means an unavailable registry", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await assertUnavailable(clientOf(port));
});

faultTest("only the registry's own 404 makes an id unknown", async () => {
  const notFound = () => json(404, { error_code: 40403, message: "Schema not found" });
  await answering(notFound, async (registry) => {
    assertEquals(await registry.schemaOf(7), { status: "unknown" });
    assertEquals(await registry.idOf("s", schemaTexts.UserLogin), null);
    assertEquals(await registry.levelOf("s"), null);
    assertEquals(await registry.versionsOf("s"), []);
  });
});

faultTest("a schema that is not Avro is incompatible, not unavailable", async () => {
  const bodies = [
    { schema: "{" },
    { schema: '{"type":"recrod"}' },
    { schema: 'syntax = "proto3"; message M {}', schemaType: "PROTOBUF" },
    { schema: '{"type":"object"}', schemaType: "JSON" },
    { schema: "?", schemaType: "THRIFT" },
  ];
  for (const body of bodies) {
    await answering(() => json(200, body), async (registry) => {
      assertEquals(await registry.schemaOf(7), { status: "incompatible" });
    });
  }
});

faultTest("an incompatible schema is rejected with the registry's reason", async () => {
  const answer = ({ method }: Request) =>
    method === "GET"
      ? json(200, { compatibilityLevel: "FULL_TRANSITIVE" })
      : json(409, { error_code: 409, message: "READER_FIELD_MISSING_DEFAULT_VALUE" });
  await answering(answer, async (registry) => {
    const error = await assertRejects(
      () => registry.register("s", schemaTexts.LocaleCount, "FULL_TRANSITIVE"),
    );
    assertInstanceOf(error, RegistryRefusal);
    assertStringIncludes(error.message, "READER_FIELD_MISSING_DEFAULT_VALUE");
  });
});

faultTest(
  "registry credentials go into the header, and the path of the URL precedes each request path",
  async () => {
    const seen: string[] = [];
    const answer = ({ url, headers }: Request) => {
      seen.push(`${new URL(url).pathname} ${headers.get("authorization")}`);
      return json(200, { schema: '"string"' });
    };
    await answering(answer, async (registry) => {
      await registry.schemaOf(7);
    });
    assertEquals(seen, [`/registry/schemas/ids/7 Basic ${btoa("user:se cret")}`]);
  },
);

function drip(): ReadableStream<Uint8Array> {
  let timer: ReturnType<typeof setInterval>;
  return new ReadableStream({
    start(controller) {
      timer = setInterval(() => controller.enqueue(new Uint8Array([32])), 20);
    },
    cancel() {
      clearInterval(timer);
    },
  });
}

async function say(connection: Deno.Conn, text: string): Promise<void> {
  await connection.read(new Uint8Array(4096));
  await connection.write(new TextEncoder().encode(text));
  connection.close();
}
