import type { Room } from "./room.ts";

/** The Kafka client, from the one who asks down to the bytes. */
export const kafkaFloor: readonly Room[] = [
  {
    path: "src/kafka/",
    job: "a client: ask, read, write in transactions; `kafkajs.ts` loads kafkajs corrected",
    imports: [
      ...["src/kafka/", "src/pipeline/", "src/credentials/", "src/errors.ts"],
      ...["kafkajs", "node:"],
    ],
    reason: "a client of Kafka does not know what its records are for, or who watches it",
  },
  {
    path: "src/kafka/corrections/",
    job: "what kafkajs does wrong, one file each with its reason, in place before kafkajs loads",
    imports: [
      ...["src/kafka/reading/", "src/kafka/writing/", "src/kafka/errors/", "src/kafka/sockets/"],
      ...["src/errors.ts", "node:"],
    ],
    importsTypesOf: ["kafkajs"],
    reason:
      "a correction takes the place of a part of kafkajs, which knows nothing of this program",
  },
  {
    path: "src/kafka/reading/",
    job: "what a fetch brought, read where it lies: faster than kafkajs reads it",
    imports: ["src/kafka/compression/", "src/pipeline/", "src/errors.ts", "node:buffer"],
    reason: "it turns bytes into records, and asks nobody",
  },
  {
    path: "src/kafka/writing/",
    job: "record batches and produce requests: faster than kafkajs writes them",
    imports: ["src/kafka/compression/", "src/pipeline/", "node:buffer"],
    reason: "it turns records into bytes, and asks nobody",
  },
  {
    path: "src/kafka/compression/",
    job: "snappy, lz4, zstd, and the checksum of record batches",
    imports: ["src/errors.ts", "node:buffer", "node:zlib"],
    reason: "it knows bytes and nothing that they stand for",
  },
  {
    path: "src/kafka/errors/",
    job: "what a refusal means: missing ACLs, logins, TLS, error codes",
    imports: ["src/kafka/sockets/", "src/errors.ts"],
    reason: "it explains what brokers say, and asks them nothing but whether they speak TLS",
  },
  {
    path: "src/kafka/sockets/",
    job: "sockets and the certificates they are made with",
    imports: ["src/credentials/", "src/errors.ts", "node:"],
    importsTypesOf: ["kafkajs"],
    reason: "it connects, whoever speaks over the connection",
  },
];
