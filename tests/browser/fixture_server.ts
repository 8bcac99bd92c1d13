import { livePage } from "../../src/web/live_page.ts";
import { pageFile } from "../../src/web/page_files.ts";
import { secured } from "../../src/web/security_headers.ts";
import { MadePipeline } from "./made_pipeline.ts";

const encoder = new TextEncoder();

/** Serves the real page with the headers of the real server and the state of a fake pipeline. */
export class FixtureServer implements AsyncDisposable {
  /** Whether event streams start with a snapshot, as those of the real server do. */
  sendsSnapshot = true;
  #pipeline: MadePipeline;
  #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();

  /** Listens on a free port. */
  constructor(pipeline: MadePipeline, port = 0) {
    this.#pipeline = pipeline;
    this.#server = this.#serve(port);
  }

  /** The pipeline that it shows. */
  get pipeline(): MadePipeline {
    return this.#pipeline;
  }

  /** Shows another pipeline from now on, and returns it. */
  replace(pipeline: MadePipeline): MadePipeline {
    return this.#pipeline = pipeline;
  }

  /** The address of the page. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  /** Sends an event to all event streams. */
  send(name: string, data: unknown): void {
    const bytes = encoder.encode(eventText(name, data));
    for (const stream of this.#streams) stream.enqueue(bytes);
  }

  /** Lets 5 seconds pass in the pipeline and sends their events. */
  step(): void {
    const { counts, sample } = this.pipeline.step();
    for (const event of counts) this.send("counts", event);
    this.send("sample", sample);
    this.tell();
  }

  /** Sends the status. */
  tell(): void {
    this.send("status", this.pipeline.status());
  }

  /** Closes all connections, as a killed process does. */
  async goAway(): Promise<void> {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
    await this.#server.shutdown();
  }

  /** Listens again at the same address. */
  comeBack(): void {
    this.#server = this.#serve(this.#server.addr.port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.goAway();
  }

  #serve(port: number): Deno.HttpServer<Deno.NetAddr> {
    const options = { hostname: "127.0.0.1", port, onListen: () => {} };
    return Deno.serve(options, async (request) => {
      const url = new URL(request.url);
      return secured(await this.#answer(url), url.pathname);
    });
  }

  #answer({ pathname, searchParams }: URL): Response | Promise<Response> {
    switch (pathname) {
      case "/":
        return livePage(this.pipeline.snapshot());
      case "/api/events":
        return this.#events();
      case "/api/counts": {
        const at = searchParams.get("at");
        const atMs = at === null ? null : Date.parse(at);
        return Response.json(this.pipeline.counts.answer(searchParams.get("window"), atMs));
      }
      default:
        return pathname.startsWith("/assets/")
          ? pageFile(pathname.slice("/assets/".length))
          : new Response(null, { status: 404 });
    }
  }

  #events(): Response {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        this.#streams.add(controller);
        if (!this.sendsSnapshot) return;
        controller.enqueue(encoder.encode(eventText("snapshot", this.pipeline.snapshot())));
      },
      cancel: () => {
        this.#streams.delete(own);
      },
    });
    return new Response(stream, { headers: { "content-type": "text/event-stream" } });
  }
}

function eventText(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

if (import.meta.main) {
  const server = new FixtureServer(new MadePipeline(Date.now()), 8099);
  setInterval(() => server.step(), 5000);
  setInterval(() => server.tell(), 1000);
  console.log(`the page of a made-up pipeline: ${server.url}`);
}
