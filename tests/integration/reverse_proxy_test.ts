import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { integrationTest } from "../support/integration.ts";
import { rawAnswer, streamedUntil } from "../support/raw_http.ts";
import { missingProxy, ReverseProxy } from "../support/reverse_proxy.ts";
import type { Scene } from "../support/scene.ts";
import { inTime, until } from "../support/until.ts";
import { freePort, WebClient } from "../support/web_client.ts";

const token = "0123456789abcdef0123456789abcdef";
const eventsMs = 5_000;

integrationTest(
  "over HTTP: any request gets a status, and never a stack trace",
  async (scene) => {
    const port = freePort();
    const processor = await scene.started({ HTTP_PORT: String(port) });
    await new WebClient(port).opened();
    for (const host of ["a b", "[::1", "a/b", "a@b", '"x"', "ü", "a:99999999", "[:::]"]) {
      const answer = await rawAnswer(port, request("GET / HTTP/1.1", host));
      assertMatch(answer, /^HTTP\/1.1 400 [^]*application\/problem\+json/, host);
    }
    for (
      const [line, host, status] of [
        ["GET http://evil.example/ HTTP/1.1", "localhost", 421],
        ["GET http://a%20b/ HTTP/1.1", "localhost", 400],
        ["GET / HTTP/1.1", "", 421],
        ["OPTIONS * HTTP/1.1", "localhost", 405],
        ["CONNECT a:80 HTTP/1.1", "localhost", 405],
        ["TRACE / HTTP/1.1", "localhost", 405],
        ["GET //[x/%zz?%zz|{} HTTP/1.1", "localhost", 404],
        ["GET /livez HTTP/1.0", null, 200],
        ["OPTIONS /livez HTTP/1.0", null, 200],
        ["GET /livez HTTP/1.1", "evil.example", 200],
      ] as const
    ) {
      const answer = await rawAnswer(port, request(line, host));
      assertEquals(answer.slice(9, 12), String(status), `${line} ${host}`);
      if (status !== 200) assertStringIncludes(answer, "application/problem+json");
    }
    // Deno's server refuses this one itself.
    assertMatch(
      await rawAnswer(port, request("GET / HTTP/1.1", "a\r\nHost: b")),
      /^HTTP\/1.1 400 /,
    );
    assertEquals(await processor.stop(), 0);
    assertEquals(processor.stderr.match(/error|^ +at .*$/im), null);
  },
);

await proxyTest(
  "nginx",
  "over HTTP: behind nginx the page works below its path, stripped or not, and events arrive at once",
  async (scene) => {
    const [port, kept, stripped] = [freePort(), freePort(), freePort()];
    await scene.started({
      HTTP_PORT: String(port),
      HTTP_BASE_PATH: "/logins",
      HTTP_TOKEN: token,
    });
    // Everything else is nginx's default: HTTP/1.0, its own Host, buffers.
    await using _ = await ReverseProxy.nginx(`
      server { listen 127.0.0.1:${kept}; location /logins/ { proxy_pass http://127.0.0.1:${port}; } }
      server { listen 127.0.0.1:${stripped}; location /logins/ { proxy_pass http://127.0.0.1:${port}/; } }`);
    for (const client of [kept, stripped].map((port) => new WebClient(port))) {
      await until("nginx answers", async () => {
        return (await client.get("/logins/readyz").catch(() => null))?.status === 200;
      });
      await opened(client);
      const welcome = await client.get(`/logins/?token=${token}`);
      assertEquals([welcome.status, welcome.headers.get("location")], [303, "/logins/"]);
      const cookie = welcome.headers.get("set-cookie")!;
      assertStringIncludes(cookie, "Path=/logins;");
      const headers = { cookie: cookie.split(";")[0]! };
      await assertWhole(client, headers);
      const events = await client.get("/logins/api/events", headers);
      await inTime("events", streamedUntil(events, "event: status"), eventsMs);
    }
  },
);

await proxyTest(
  "haproxy",
  "over HTTP: HAProxy's health checks and requests get answers in HTTP/1.0, 1.1 and 2",
  async (scene) => {
    const [port, front, stats] = [freePort(), freePort(), freePort()];
    await scene.started({ HTTP_PORT: String(port) });
    const backends = {
      options: ["option httpchk OPTIONS /readyz", ""],
      get: ["option httpchk GET /livez HTTP/1.1\\r\\nHost:\\ www", ""],
      http2: ["option httpchk GET /readyz", "proto h2 check-proto h2"],
    };
    await using _ = await ReverseProxy.haproxy(
      Object.entries(backends).map(([name, [check, how]]) =>
        `backend ${name}
  ${check}
  server processor 127.0.0.1:${port} check inter 200ms ${how}`
      ).join("\n") + `
frontend front
  bind 127.0.0.1:${front}
  default_backend http2
listen stats
  bind 127.0.0.1:${stats}
  stats enable
  stats uri /stats`,
    );
    const told = new WebClient(stats);
    await until("all checks have passed", async () => {
      const answer = await told.get("/stats;csv").catch(() => null);
      const lines = (await answer?.text() ?? "").split("\n");
      return Object.keys(backends).every((name) =>
        lines.some((line) => line.startsWith(`${name},processor,`) && line.includes(",UP,"))
      );
    });
    const client = new WebClient(front);
    await client.opened();
    assertEquals((await client.json("/api/status")).service.name, "login-pipeline");
    const events = await client.get("/api/events");
    await inTime("events", streamedUntil(events, "event: status"), eventsMs);
  },
);

function request(line: string, host: string | null): string {
  return `${line}\r\n${host === null ? "" : `Host: ${host}\r\n`}Connection: close\r\n\r\n`;
}

async function opened(client: WebClient): Promise<void> {
  await until("the page is there", async () => {
    const answer = await client.get("/logins/api/status", { authorization: `Bearer ${token}` });
    await answer.body?.cancel();
    return answer.status === 200;
  });
}

/** Loads the page and all its files, as a browser does. */
async function assertWhole(
  client: WebClient,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const page = new URL("/logins/", client.origin);
  const html = await (await client.get(page.pathname, headers)).text();
  const named = [...html.matchAll(/ (?:href|src)="([^"#]+)"/g)].map(([, path]) => path!);
  for (const path of [...named, "api/counts", "assets/live.js"]) {
    const answer = await client.get(new URL(path, page).pathname, headers);
    assertEquals(answer.status, 200, path);
    const text = await answer.text();
    if (path.endsWith(".js")) assertEquals(text.match(/["'`]\/(?:api|assets)\//g), null, path);
  }
  const { servers } = await client.json("/logins/api/openapi.json", headers);
  assertEquals(servers, [{ url: "/logins" }]);
}

/** A test that needs a proxy; its title says if the proxy is missing. */
async function proxyTest(
  program: string,
  title: string,
  body: (scene: Scene) => Promise<void>,
): Promise<void> {
  const missing = await missingProxy(program);
  if (missing === null) integrationTest(title, body);
  else Deno.test({ name: `${title} (${missing})`, ignore: true, fn() {} });
}
