import { Ajv2020 } from "ajv/dist/2020.js";

/** The parts of an OpenAPI document that answers are checked against. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

/** Checks values against the schemas of an OpenAPI document. */
export class OpenApiCheck {
  readonly #ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  readonly #document: OpenApi;

  /** Compiles each schema at its first use. */
  constructor(document: OpenApi) {
    this.#document = document;
    this.#ajv.addKeyword("components");
    this.#ajv.addSchema({ $id: "doc", components: document.components });
  }

  /** How a value violates its schema, given by name or as JSON; empty if it fits. */
  complaints(schema: string | object, value: unknown): string[] {
    const whole = typeof schema === "string" ? { $ref: `#/components/schemas/${schema}` } : schema;
    const absolute = JSON.parse(JSON.stringify(whole).replaceAll('"#/', '"doc#/'));
    const validate = this.#ajv.compile(absolute);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((e) =>
      `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`
    );
  }

  /** How an answer to a path differs from the document; empty if it fits. */
  async answer(path: string, response: Response): Promise<string[]> {
    const { responses } = this.#document.paths[path]!.get;
    const described = responses[response.status] ?? responses["default"];
    const [type = ""] = (response.headers.get("content-type") ?? "").split(";");
    const content = described?.content[type];
    if (content === undefined) return [`${path}: ${response.status} ${type} is not described`];
    const body = /json$/.test(type) ? await response.json() : await response.text();
    return this.complaints(content.schema, body).map((complaint) => `${path}: ${complaint}`);
  }
}
