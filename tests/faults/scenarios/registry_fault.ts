/** What a broken registry does with a request; null forwards it. */
export type RegistryFault = () => Response | Promise<Response | null>;

const encoder = new TextEncoder();

/** Faults of a registry that answers, but never with the schema. */
export const registryFaults: Readonly<Record<string, RegistryFault>> = {
  "answers 500": () => html(500),
  "answers 503 with the code of a missing schema": () =>
    Response.json({ error_code: 40403, message: "Schema not found" }, { status: 503 }),
  "answers 404 as a proxy does that lost its way": () => html(404),
  "answers 401": () => Response.json({ error_code: 40101, message: "no" }, { status: 401 }),
  "answers 200 with a sign-in page": () => html(200),
  "answers 200 with bytes that are no text": () => new Response(new Uint8Array(512).fill(0xff)),
  "answers with JSON of another shape": () => Response.json({ id: 7, schemas: [] }),
  "answers with JSON that is cut short": () => new Response('{"schema":"{\\"type\\":'),
  "redirects elsewhere": () => Response.redirect("http://127.0.0.1:9/elsewhere", 302),
  "drips one byte a second": () => new Response(drip()),
  "answers with 100 MB of nothing": () => new Response(flood(100)),
  "closes the connection in the middle of an answer": () => new Response(breaking()),
  "takes the connection and never answers": hang,
};

/** Accepts a request and never answers. */
export function hang(): Promise<Response> {
  return new Promise(() => {});
}

/** Answers for every id that there is no such schema, with the registry's own error. */
export function knowsNothing(): Response {
  return Response.json({ error_code: 40403, message: "Schema not found" }, { status: 404 });
}

function html(status: number): Response {
  const headers = { "content-type": "text/html" };
  return new Response(`<html><body>${status}</body></html>`, { status, headers });
}

function drip(): ReadableStream<Uint8Array> {
  let timer: ReturnType<typeof setInterval>;
  return new ReadableStream({
    start(controller) {
      timer = setInterval(() => controller.enqueue(encoder.encode("{")), 1_000);
    },
    cancel: () => clearInterval(timer),
  });
}

function flood(megabytes: number): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(1_000_000).fill(0x20);
  let left = megabytes;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(piece);
      else controller.close();
    },
  });
}

function breaking(): ReadableStream<Uint8Array> {
  const pieces = [encoder.encode('{"schema":"')];
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.pop();
      if (piece) controller.enqueue(piece);
      else controller.error(new Error("cut off for the test"));
    },
  });
}
