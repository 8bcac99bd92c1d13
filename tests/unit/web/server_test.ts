import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import page from "../../../src/web/page/index.html" with { type: "text" };
import { Server } from "../../../src/web/server.ts";
import { shown } from "./shown.ts";

const token = "0123456789abcdef0123456789abcdef";

Deno.test("every response has the security headers", async () => {
  using scene = shown();
  for (const path of ["/api/counts", "/livez", "/nothing", "/metrics"]) {
    const answer = await scene.get(path);
    await answer.body?.cancel();
    const { "content-type": _, allow: _allow, ...headers } = Object.fromEntries(answer.headers);
    assertEquals(headers, {
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; " +
        "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=()",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    }, path);
  }
});

Deno.test("a browser reloads the page by itself while the processor starts", async () => {
  const rules = { token: null, isOpen: false, allowedHosts: [], basePath: "" };
  const log = { warn() {}, error() {} };
  const report = () => ({ alive: true, ready: false, reasons: [] });
  const server = new Server({ hostname: "127.0.0.1", port: 0, ...rules }, log, report);
  const request = new Request("http://localhost/", { headers: { host: "localhost" } });
  const { status, headers } = await server.handle(request);
  assertEquals([status, headers.get("retry-after"), headers.get("refresh")], [503, "1", "1"]);
});

Deno.test("the API is read-only: other methods than GET and HEAD are refused", async () => {
  using scene = shown();
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
    const answer = await scene.get("/api/counts", { method });
    assertEquals([answer.status, answer.headers.get("allow")], [405, "GET, HEAD"], method);
  }
  const head = await scene.get("/api/counts", { method: "HEAD" });
  assertEquals([head.status, await head.text()], [200, ""]);
});

Deno.test("a request with a foreign host name is refused, which stops DNS rebinding", async () => {
  using scene = shown({ allowedHosts: ["processor"] });
  const status = async (host: string) => {
    const answer = await scene.get("/api/counts", { headers: { host } });
    await answer.body?.cancel();
    return answer.status;
  };
  for (const host of ["evil.example", "evil.example:8080", "localhost.evil.example", ""]) {
    assertEquals(await status(host), 421, host);
  }
  for (const host of ["localhost", "127.0.0.1:8080", "[::1]:8080", "10.1.2.3", "Processor:8080"]) {
    assertEquals(await status(host), 200, host);
  }
});

Deno.test("a health probe is answered with any host name and with none, for GET, HEAD, and OPTIONS", async () => {
  using scene = shown({ token });
  for (const method of ["GET", "HEAD", "OPTIONS"]) {
    for (const host of ["evil.example", "", "localhost"]) {
      const answer = await scene.get("/readyz", { method, headers: { host } });
      assertEquals([answer.status, answer.headers.get("allow")], [200, "GET, HEAD, OPTIONS"]);
    }
  }
  const posted = await scene.get("/livez", { method: "POST" });
  assertEquals([posted.status, posted.headers.get("allow")], [405, "GET, HEAD, OPTIONS"]);
  assertEquals((await scene.get("/metrics", { headers: { host: "evil.example" } })).status, 421);
});

Deno.test("OPTIONS on a health probe has the same status as GET", async () => {
  using scene = shown();
  scene.clock.ms += 10_001;
  assertEquals((await scene.get("/readyz", { method: "OPTIONS" })).status, 503);
});

Deno.test("/readyz gives its reasons only to requests with a host name of this server", async () => {
  using scene = shown();
  scene.clock.ms += 10_001;
  const reasons = async (host: string) => {
    return (await (await scene.get("/readyz", { headers: { host } })).json()).reasons.length;
  };
  assertEquals([await reasons("localhost"), await reasons("evil.example")], [2, 0]);
});

Deno.test("an invalid Host header is a bad request on every path", async () => {
  using scene = shown();
  for (const host of ["a b", "[::1", "a/b", "a@b", "localhost:99999999", "[:::]", "a,b", '"x"']) {
    for (const path of ["/", "/livez", "/api/counts"]) {
      const answer = await scene.get(path, { headers: { host } });
      assertEquals([answer.status, (await answer.json()).status], [400, 400], `${host} ${path}`);
      assertEquals(answer.headers.get("content-type"), "application/problem+json");
    }
  }
});

Deno.test("a request without a Host header is checked by the authority of its URL, as in HTTP/2", async () => {
  using scene = shown();
  assertEquals((await scene.at("http://localhost:8080/api/status")).status, 200);
  assertEquals((await scene.at("http://evil.example/api/status")).status, 421);
});

Deno.test("a request whose URL and Host header differ has to name this server in both", async () => {
  using scene = shown();
  const status = async (url: string, host: string) => {
    return (await scene.at(url, { headers: { host } })).status;
  };
  assertEquals(await status("http://127.0.0.1/api/status", "localhost"), 200);
  assertEquals(await status("http://evil.example/api/status", "localhost"), 421);
  assertEquals(await status("http://localhost/api/status", "evil.example"), 421);
});

Deno.test("an unexpected error is a problem with an id that the log has, too", async () => {
  using scene = shown();
  const { pipeline, errors } = scene;
  pipeline.status = () => {
    throw new TypeError("user-4711 cannot be shown");
  };
  const answer = await scene.get("/api/status");
  const problem = await answer.json();
  assertEquals([answer.status, problem.status], [500, 500]);
  assertEquals(errors.length, 1);
  const { fields, message } = errors[0]!;
  assertEquals(problem.instance, `urn:uuid:${fields["error.id"]}`);
  assertEquals([fields["error.type"], message.includes("web/server_test.ts:")], [
    "TypeError",
    true,
  ]);
  assertEquals(JSON.stringify([problem, errors]).includes("4711"), false);
});

Deno.test("everything is served below a base path, whether the proxy removes the path or not", async () => {
  using scene = shown({ basePath: "/logins", token });
  const headers = { authorization: `Bearer ${token}` };
  for (
    const path of ["/logins/assets/uPlot.min.css", "/api/status", "/logins/api/status", "/livez"]
  ) {
    const answer = await scene.get(path, { headers });
    await answer.body?.cancel();
    assertEquals(answer.status, 200, path);
  }
  assertEquals((await scene.get("/logins/livez")).status, 200);
  assertEquals((await scene.get("/loginsx/", { headers })).status, 404);
  const document = await (await scene.get("/logins/api/openapi.json", { headers })).json();
  assertEquals(document.servers, [{ url: "/logins" }]);
  const slash = await scene.get("/logins?a=b", { headers });
  assertEquals([slash.status, slash.headers.get("location")], [308, "/logins/?a=b"]);
  const welcome = await scene.get(`/logins/?token=${token}`);
  assertEquals([welcome.status, welcome.headers.get("location")], [303, "/logins/"]);
  assertStringIncludes(welcome.headers.get("set-cookie")!, "; Path=/logins; HttpOnly");
});

Deno.test("the page uses no absolute path, so that it works below any base path", () => {
  assertEquals(page.match(/ (?:href|src)="\/[^"]*/g), null);
});

Deno.test("only health probes are answered without the token", async () => {
  using scene = shown({ token });
  const status = async (path: string, headers = {}) => {
    const answer = await scene.get(path, { headers });
    await answer.body?.cancel();
    return answer.status;
  };
  for (const path of ["/", "/api/status", "/api/events", "/metrics", "/assets/page.js"]) {
    assertEquals(await status(path), 401, path);
  }
  assertEquals([await status("/livez"), await status("/readyz")], [200, 200]);
  assertEquals(await status("/metrics", { authorization: `Bearer ${token}` }), 200);
  for (const wrong of [`Bearer ${token}0`, "Bearer ", `Basic ${token}`, token]) {
    assertEquals(await status("/metrics", { authorization: wrong }), 401, wrong);
  }
  assertEquals(await status(`/api/status?token=${token}`), 401);
});

Deno.test("a browser sends its token once and then a cookie that is not the token", async () => {
  using scene = shown({ token });
  const welcome = await scene.get(`/?token=${token}`);
  assertEquals([welcome.status, welcome.headers.get("location")], [303, "./"]);
  const cookie = welcome.headers.get("set-cookie") ?? "";
  assertEquals(cookie.includes(token), false);
  assertEquals(cookie.endsWith("; Path=/; HttpOnly; SameSite=Strict"), true);
  const headers = { cookie: cookie.split(";")[0]! };
  assertEquals((await scene.get("/api/status", { headers })).status, 200);
  assertEquals((await scene.get(`/?token=wrong`)).status, 401);
});

Deno.test("serving other machines needs a token, and the error says how to set one", () => {
  const error = assertThrows(() => shown({ hostname: "0.0.0.0", port: 1 }), FatalError);
  assertEquals(error.action.includes("HTTP_TOKEN_FILE"), true);
  assertThrows(
    () => shown({ hostname: "::", port: 1, token: "short" }),
    FatalError,
    "16 characters",
  );
});

Deno.test("/readyz has the reasons, and a lost group does not make /livez fail", async () => {
  using scene = shown();
  assertEquals(await (await scene.get("/readyz")).json(), { status: "ok", reasons: [] });
  scene.clock.ms += 10_001;
  const unready = await scene.get("/readyz");
  assertEquals(unready.status, 503);
  assertEquals((await unready.json()).reasons, [
    "Stage enrich has not heard from its group for 10 s.",
    "Stage count has not heard from its group for 10 s.",
  ]);
  assertEquals((await scene.get("/livez")).status, 200);
  scene.observer.health.fail("a bug");
  assertEquals((await scene.get("/livez")).status, 503);
});
