import { assert, assertEquals } from "@std/assert";
import { EventHub } from "../../src/web/event_hub.ts";
import { Server } from "../../src/web/server.ts";
import { until } from "../support/until.ts";
import { freePort } from "../support/web_client.ts";

const mayListen =
  Deno.permissions.querySync({ name: "net", host: "127.0.0.1" }).state === "granted";
const eventBytes = 64 * 1024;

Deno.test({
  name: "a stalled reader of events is dropped, others get all events, and nobody waits for it",
  ignore: !mayListen,
  fn: async () => {
    const port = freePort();
    const hub = new EventHub({ maxSubscribers: 5, maxQueuedBytes: 4 * eventBytes });
    const server = serverOf(port, hub);
    using slow = await Deno.connect({ hostname: "127.0.0.1", port });
    await slow.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    const quick = await fetch(`http://127.0.0.1:${port}/`);
    const read = quick.body!.getReader();
    const gone = await fetch(`http://127.0.0.1:${port}/`);
    await until("all are there", () => hub.size === 3);
    await gone.body!.cancel();
    await until("who is gone is noticed", () => {
      hub.beat();
      return hub.size === 2;
    });
    let bytes = (await read.read()).value?.length ?? 0;
    let sent = 0;
    // The system buffers some megabytes for the slow one before anything is queued here.
    for (; hub.dropped === 0 && sent < 1_000; sent++) {
      hub.send({ name: "status", data: "x".repeat(eventBytes) });
      while (bytes < sent * eventBytes) bytes += (await read.read()).value?.length ?? 0;
    }
    assertEquals([hub.dropped, hub.size], [1, 1]);
    assert(sent < 1_000, `${sent} events`);
    hub.close();
    const started = performance.now();
    await server.stop();
    assert(performance.now() - started < 1_000, "the end waits for a reader");
    await read.cancel().catch(() => {});
  },
});

function serverOf(port: number, hub: EventHub): Server {
  const server = new Server(
    { hostname: "127.0.0.1", port, token: null, isOpen: false, allowedHosts: [], basePath: "" },
    { warn: () => {}, error: () => {} },
    () => ({ alive: true, ready: true, reasons: [] }),
  );
  server.open(() => new Response(hub.subscribe(new Uint8Array([58, 10, 10]))));
  return server;
}
