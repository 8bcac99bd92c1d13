import { confluentPath } from "./registry_server.ts";

/**
 * Serves the registry on a port with its Confluent API at the root, where clients look for it
 * unless told otherwise; Apicurio itself has it only further down, and that address works as well.
 */
export function serveRegistry(port: number, registryPort: number): Deno.HttpServer {
  return Deno.serve(
    { hostname: "127.0.0.1", port, onListen: () => {} },
    (request) => forward(request, registryPort),
  );
}

/** Where a request for the proxy goes. */
export function registryAddress(address: string, registryPort: number): URL {
  const url = new URL(address);
  url.port = String(registryPort);
  if (!url.pathname.startsWith("/apis/")) url.pathname = confluentPath + url.pathname;
  return url;
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
  } catch {
    return Response.json({ error_code: 50302, message: "the registry is down" }, { status: 503 });
  }
}
