import { countSchemas } from "./count_schemas.ts";
import { paths } from "./paths.ts";
import { statusSchemas } from "./status_schemas.ts";

/** The OpenAPI document of a version of this program, shown below a path. */
export function openapiDocument(
  version: string,
  basePath: string,
): Readonly<Record<string, unknown>> {
  return {
    openapi: "3.1.0",
    info: {
      title: "login-pipeline",
      version,
      description: "What a stream of logins has come to, and how the pipeline is. Nothing can be " +
        "changed here. Counts are the committed ones of all processes; the rest tells of the one " +
        "that is asked, unless it says otherwise.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: basePath || "/" }],
    security: [{}, { token: [] }],
    paths: paths(),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: { ...statusSchemas(), ...countSchemas() },
    },
  };
}
