import type { Room } from "./room.ts";

/** What knows no other room but those below it: the pure core, names, errors, settings. */
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
    job: "PEM files and passwords: read anew for each connection, and looked at before",
    imports: ["src/errors.ts", "node:crypto"],
    reason: "whoever connects reads its certificates and passwords here, whatever it connects to",
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
    reason: "it names things, and needs nobody",
  },
  {
    path: "src/visible.ts",
    job: "makes visible what comes from outside, before it is printed anywhere",
    imports: [],
    reason: "whoever prints what comes from outside needs it, and it needs nobody",
  },
  {
    path: "src/service.ts",
    job: "which version runs",
    imports: ["deno.json"],
    reason: "it tells what runs here, before anything else exists",
  },
  {
    path: "src/instance.ts",
    job: "which process runs",
    imports: [],
    reason: "it tells who runs here, in each of its threads",
  },
  {
    path: "src/errors.ts",
    job: "errors named by what happens next",
    imports: [],
    reason: "every part throws these errors, so an import here would close a circle",
  },
];
