import type { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import type { RegistryAnswer } from "./answer.ts";
import type { RegistryHttp } from "./http.ts";

/** What the library takes as a middleware; it does not export the type. */
export type Middleware = NonNullable<
  ConstructorParameters<typeof SchemaRegistry>[0]["middlewares"]
>[number];
type Response = Awaited<ReturnType<NonNullable<ReturnType<Middleware>["response"]>>>;

/** Reads once what the library is going to read, because it would take anything for an answer. */
const checks: Readonly<Record<string, (answer: RegistryAnswer) => unknown>> = {
  find: (answer) => answer.text("schema"),
  version: (answer) => answer.text("schema"),
  register: (answer) => answer.integer("id"),
  config: (answer) => answer.text("compatibilityLevel"),
};

/**
 * Sends the requests of @kafkajs/confluent-schema-registry over our own HTTP. The library has no
 * timeout, reports a refused connection as status 400, takes a redirect for a success and any 404
 * for a missing schema. A middleware that does not call `next` stands around all of that: what is
 * thrown here reaches the caller as it is.
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
      // The library asks its responses for nothing else.
      return { data: () => answer.json } as Response;
    },
  });
}
