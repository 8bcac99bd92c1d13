import type { Room } from "./room.ts";

/** The Kafka client, from its requests down to the bytes. */
export const kafkaFloor: readonly Room[] = [
  {
    path: "src/kafka/",
    job:
      "a client: requests, reading, writing in transactions; `kafkajs.ts` loads the corrected kafkajs",
    imports: [
      ...["src/kafka/", "src/pipeline/", "src/credentials/", "src/errors.ts"],
      ...["kafkajs", "node:"],
    ],
    reason: "a Kafka client does not know what its records mean, or who observes it",
  },
  {
    path: "src/kafka/protocol/",
    job:
      "requests that kafkajs lacks: the second transaction protocol, generations in offset commits",
    imports: ["src/kafka/corrections/", "src/kafka/writing/", "node:buffer"],
    importsTypesOf: ["src/pipeline/"],
    reason: "it only turns requests into bytes, and bytes into answers",
  },
  {
    path: "src/kafka/corrections/",
    job: "corrections of kafkajs, one file each with its reason, installed before kafkajs loads",
    imports: [
      ...["src/kafka/reading/", "src/kafka/writing/", "src/kafka/access/"],
      ...["src/errors.ts", "node:"],
    ],
    importsTypesOf: ["kafkajs"],
    reason: "a correction replaces a part of kafkajs, which knows nothing about this program",
  },
  {
    path: "src/kafka/reading/",
    job: "decodes fetched records without copying, faster than kafkajs does",
    imports: ["src/kafka/compression/", "src/pipeline/", "src/errors.ts", "node:buffer"],
    reason: "it only turns bytes into records",
  },
  {
    path: "src/kafka/writing/",
    job: "encodes record batches and produce requests, faster than kafkajs does",
    imports: ["src/kafka/compression/", "src/pipeline/", "node:buffer"],
    reason: "it only turns records into bytes",
  },
  {
    path: "src/kafka/compression/",
    job: "snappy, lz4, zstd, and the checksum of record batches",
    imports: ["src/errors.ts", "node:buffer", "node:zlib"],
    reason: "it works on bytes and does not know what they mean",
  },
  {
    path: "src/kafka/access/",
    job: "connecting: sockets and their certificates, and what a refusal means",
    imports: ["src/credentials/", "src/errors.ts", "node:"],
    importsTypesOf: ["kafkajs"],
    reason: "it opens sockets and explains errors, and asks a listener only whether it uses TLS",
  },
];
