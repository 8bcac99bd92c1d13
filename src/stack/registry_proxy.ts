import { confluentPath } from "./registry_server.ts";

/**
 * Serves the registry with its Confluent API at the root path, where clients expect it by default.
 * Apicurio itself has it only under a longer path, which also works.
 */
export function serveRegistry(port: number, registryPort: number): Deno.HttpServer {
  return Deno.serve(
    { hostname: "127.0.0.1", port, onListen: () => {} },
    (request) => forward(request, registryPort),
  );
}

/** The registry's URL for a request to the proxy. */
export function registryAddress(address: string, registryPort: number): URL {
  const { pathname, search } = new URL(address);
  const path = pathname.startsWith("/apis/") ? pathname : confluentPath + pathname;
  return new URL(path + search, `http://127.0.0.1:${registryPort}`);
}

async function forward(request: Request, registryPort: number): Promise<Response> {
  try {
    const { method, headers } = request;
    const body = request.body === null ? null : await request.arrayBuffer();
    const response = await fetch(registryAddress(request.url, registryPort), {
      method,
      headers,
      body,
      redirect: "manual",
    });
    const contentType = response.headers.get("content-type");
    return new Response(response.body, {
      status: response.status,
      headers: contentType === null ? {} : { "content-type": contentType },
    });
  } catch (error) {
    // The client disconnected while it was sending its request, so nobody reads this answer.
    if (error instanceof Deno.errors.BadResource) return new Response(null, { status: 400 });
    if (!(error instanceof TypeError)) throw error;
    return Response.json({ error_code: 50302, message: "the registry does not answer" }, {
      status: 503,
    });
  }
}
