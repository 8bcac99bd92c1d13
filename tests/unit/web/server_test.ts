import { assertEquals, assertThrows } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import { Server } from "../../../src/web/server.ts";
import { shown } from "./shown.ts";

const token = "0123456789abcdef0123456789abcdef";

Deno.test("every answer has the headers that keep a browser from doing more than showing it", async () => {
  using scene = shown();
  for (const path of ["/api/counts", "/livez", "/nothing", "/metrics"]) {
    const answer = await scene.get(path);
    await answer.body?.cancel();
    const { "content-type": _, ...headers } = Object.fromEntries(answer.headers);
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

Deno.test("a browser that comes while the processor starts asks again by itself", async () => {
  const rules = { token: null, isOpen: false, allowedHosts: [] };
  const report = () => ({ alive: true, ready: false, reasons: [] });
  const server = new Server({ hostname: "127.0.0.1", port: 0, ...rules }, { warn() {} }, report);
  const request = new Request("http://localhost/", { headers: { host: "localhost" } });
  const { status, headers } = await server.handle(request);
  assertEquals([status, headers.get("retry-after"), headers.get("refresh")], [503, "1", "1"]);
});

Deno.test("nothing can be changed: whatever is no GET is refused", async () => {
  using scene = shown();
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
    const answer = await scene.get("/api/counts", { method });
    assertEquals([answer.status, answer.headers.get("allow")], [405, "GET, HEAD"], method);
  }
  const head = await scene.get("/api/counts", { method: "HEAD" });
  assertEquals([head.status, await head.text()], [200, ""]);
});

Deno.test("a name that somebody else has resolved to this machine reads nothing", async () => {
  using scene = shown({ allowedHosts: ["processor"] });
  const status = async (host: string) => (await scene.get("/readyz", { headers: { host } })).status;
  for (const host of ["evil.example", "evil.example:8080", "localhost.evil.example", ""]) {
    assertEquals(await status(host), 421, host);
  }
  for (const host of ["localhost", "127.0.0.1:8080", "[::1]:8080", "10.1.2.3", "Processor:8080"]) {
    assertEquals(await status(host), 200, host);
  }
});

Deno.test("with a token only probes are answered without it", async () => {
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

Deno.test("a browser shows its token once and goes on with a cookie that is no token", async () => {
  using scene = shown({ token });
  const welcome = await scene.get(`/?token=${token}`);
  assertEquals([welcome.status, welcome.headers.get("location")], [303, "/"]);
  const cookie = welcome.headers.get("set-cookie") ?? "";
  assertEquals(cookie.includes(token), false);
  assertEquals(cookie.endsWith("; Path=/; HttpOnly; SameSite=Strict"), true);
  const headers = { cookie: cookie.split(";")[0]! };
  assertEquals((await scene.get("/api/status", { headers })).status, 200);
  assertEquals((await scene.get(`/?token=wrong`)).status, 401);
});

Deno.test("others than this machine need a token, and the refusal says how to give one", () => {
  const error = assertThrows(() => shown({ hostname: "0.0.0.0", port: 1 }), FatalError);
  assertEquals(error.action.includes("HTTP_TOKEN_FILE"), true);
  assertThrows(
    () => shown({ hostname: "::", port: 1, token: "short" }),
    FatalError,
    "16 characters",
  );
});

Deno.test("health tells why it is not ready, and a lost group is no death", async () => {
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
