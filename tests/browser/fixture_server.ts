import { pageFile } from "../../src/web/page_files.ts";
import { secured } from "../../src/web/security_headers.ts";
import { MadePipeline } from "./made_pipeline.ts";

const encoder = new TextEncoder();

/** Serves the real page, with the headers of the real server, on the facts of a made-up pipeline. */
export class FixtureServer implements AsyncDisposable {
  #pipeline: MadePipeline;
  #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();

  /** Listens on a free port. */
  constructor(pipeline: MadePipeline, port = 0) {
    this.#pipeline = pipeline;
    this.#server = this.#serve(port);
  }

  /** What it tells of. */
  get pipeline(): MadePipeline {
    return this.#pipeline;
  }

  /** Tells of another pipeline from now on, which it gives back. */
  replace(pipeline: MadePipeline): MadePipeline {
    return this.#pipeline = pipeline;
  }

  /** Where the page is. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  /** Tells everyone who listens. */
  send(name: string, data: unknown): void {
    const bytes = encoder.encode(eventText(name, data));
    for (const stream of this.#streams) stream.enqueue(bytes);
  }

  /** Lets five seconds pass in the pipeline and tells of them. */
  step(): void {
    const { counts, sample } = this.pipeline.step();
    for (const event of counts) this.send("counts", event);
    this.send("sample", sample);
    this.tell();
  }

  /** Tells the status. */
  tell(): void {
    this.send("status", this.pipeline.status());
  }

  /** Goes away with all connections, as a killed process does. */
  async goAway(): Promise<void> {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
    await this.#server.shutdown();
  }

  /** Comes back at the same address. */
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
        return pageFile("index.html");
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
        controller.enqueue(encoder.encode(eventText("snapshot", this.pipeline.snapshot())));
        this.#streams.add(controller);
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
  console.log(`the page on made-up facts: ${server.url}`);
}
