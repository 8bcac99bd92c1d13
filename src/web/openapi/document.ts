import { jsonSchemas } from "../../contract/components.ts";
import { paths } from "./paths.ts";

/** The OpenAPI document of a version of this program, served below a base path. */
export function openapiDocument(
  version: string,
  basePath: string,
): Readonly<Record<string, unknown>> {
  return {
    openapi: "3.1.0",
    info: {
      title: "login-pipeline",
      version,
      description: "Counts of logins by locale, and the state of the pipeline. Read-only. Counts " +
        "are the committed counts of all processes; everything else describes the process that " +
        "answers, unless it says otherwise.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: basePath || "/" }],
    security: [{}, { token: [] }],
    paths: paths(),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: jsonSchemas(),
    },
  };
}
