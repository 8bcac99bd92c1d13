import type { Room } from "./room.ts";

/** The lowest rooms: the pure core, the registry, names, errors and settings. */
export const groundFloor: readonly Room[] = [
  {
    path: "src/registry/",
    job: "schema ids, codecs by id, registration, compatibility",
    imports: [
      ...["src/pipeline/", "src/credentials/", "src/errors.ts", "schemas/"],
      ...["@kafkajs/confluent-schema-registry", "avsc"],
    ],
    reason: "the registry answers about schemas and needs no broker",
  },
  {
    path: "src/credentials/",
    job: "PEM files and passwords: checked at the start and read again for each connection",
    imports: ["src/errors.ts", "node:crypto"],
    reason: "it reads certificates and passwords, whatever they are used for",
  },
  {
    path: "src/pipeline/",
    job: "the pure core: decode, validate, filter, enrich, combine, count, encode; " +
      "`two_stages.ts` is all of it on one screen",
    imports: ["schemas/", "avsc", "@std/datetime"],
    reason: "the pipeline is pure: bytes in, bytes out, and it does not know Kafka",
  },
  {
    path: "src/contract/",
    job: "what the API, the page, and the OpenAPI document say, as schemas with inferred types",
    imports: ["zod"],
    reason: "it is the contract between server, page, and clients, and depends on none of them",
  },
  {
    path: "src/settings/",
    job: "the table of settings; `config.ts` is the only reader of the environment",
    imports: ["src/names.ts", "src/errors.ts", "zod"],
    reason: "settings are read before anything else exists",
  },
  {
    path: "src/names.ts",
    job: "every name that APP_ID makes: topics, groups, transactional ids",
    imports: [],
    reason: "it only builds names from settings, without looking anything up",
  },
  {
    path: "src/visible.ts",
    job: "makes control characters in untrusted text visible before it is printed",
    imports: [],
    reason: "everything that prints untrusted text needs it",
  },
  {
    path: "src/identity/",
    job: "which version runs, and in which process",
    imports: ["deno.json"],
    reason: "it only tells what runs here",
  },
  {
    path: "src/errors.ts",
    job: "errors named by their recovery",
    imports: [],
    reason: "every part throws these errors, so an import here would create a cycle",
  },
];
