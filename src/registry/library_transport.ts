import type { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import type { RegistryAnswer } from "./answer.ts";
import type { RegistryHttp } from "./http.ts";

/** The library's type of a middleware, which it does not export. */
export type Middleware = NonNullable<
  ConstructorParameters<typeof SchemaRegistry>[0]["middlewares"]
>[number];
type Response = Awaited<ReturnType<NonNullable<ReturnType<Middleware>["response"]>>>;

/** Checks the fields that the library is going to read, because it does not check them. */
const checks: Readonly<Record<string, (answer: RegistryAnswer) => unknown>> = {
  find: (answer) => answer.text("schema"),
  version: (answer) => answer.text("schema"),
  register: (answer) => answer.integer("id"),
  config: (answer) => answer.text("compatibilityLevel"),
};

/**
 * Sends the requests of @kafkajs/confluent-schema-registry over our own HTTP client. The library has no
 * timeout, reports a refused connection as status 400, treats a redirect as success, and any 404 as a
 * missing schema. A middleware that does not call `next` bypasses all of that, and errors thrown here
 * reach the caller unchanged.
 */
export function libraryTransport(http: RegistryHttp): Middleware {
  return ({ resourceMethod }) => ({
    response: async (_next, _renew, request) => {
      const body = request.body();
      const answer = await http.exchange(
        request.method().toUpperCase(),
        request.path(),
        typeof body === "string" ? body : null,
      );
      checks[resourceMethod]?.(answer);
      // The library uses nothing else of a response.
      return { data: () => answer.json } as Response;
    },
  });
}
