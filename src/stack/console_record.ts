/** A record as Java's console consumer prints it. */
export interface ConsoleRecord {
  /** Creation or append time since the epoch; a bigint if a number would be inexact. */
  readonly timestampMs: number | bigint;
  /** The number of its partition. */
  readonly partition: number;
  /** Its offset in the partition. */
  readonly offset: bigint;
  /** In the order of the record. Names may repeat. */
  readonly headers: readonly (readonly [name: string, value: Uint8Array | null])[];
  /** The bytes as sent. */
  readonly key: Uint8Array | null;
  /** The bytes as sent; null for a tombstone. */
  readonly value: Uint8Array | null;
}

const bytesDeserializer = "org.apache.kafka.common.serialization.BytesDeserializer";
// Kafka's Bytes prints each control character as \xHH, so no printed value contains this one.
const headerSeparator = "\x1f";
// The consumer also prints the null literal through the deserializer, so it has to be a byte sequence
// that no record contains.
const nullLiteral = "\x1enull\x1e";
const printedNull = "\\x1Enull\\x1E";

/** Formatter properties that print any record on one line that can be parsed without ambiguity. */
export const unambiguousFormat: readonly string[] = [
  "print.timestamp=true",
  "print.partition=true",
  "print.offset=true",
  "print.headers=true",
  "print.key=true",
  `headers.separator=${headerSeparator}`,
  `null.literal=${nullLiteral}`,
  `headers.deserializer=${bytesDeserializer}`,
  `key.deserializer=${bytesDeserializer}`,
  `value.deserializer=${bytesDeserializer}`,
];

/** Parses a line in the unambiguous format. */
export function parseConsoleRecord(line: string): ConsoleRecord {
  const fields = line.split("\t");
  const [timestamp, partition, offset, headers, key, value] = fields;
  if (value === undefined || fields.length > 6) {
    throw new Error(`the console consumer printed ${fields.length} fields, not 6`);
  }
  return {
    timestampMs: parseInt64(afterColon(timestamp)),
    partition: Number(afterColon(partition)),
    offset: BigInt(afterColon(offset)),
    headers: headers === "NO_HEADERS" ? [] : headers!.split(headerSeparator).map(parseHeader),
    key: parseBytes(key!),
    value: parseBytes(value),
  };
}

function parseInt64(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}

/** Parses the output of Kafka's Bytes.toString: printable ASCII, and all other bytes as \xHH. */
export function parseBytes(text: string): Uint8Array | null {
  if (text === printedNull) return null;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== "\\") {
      bytes[length++] = text.charCodeAt(at);
      continue;
    }
    bytes[length++] = Number.parseInt(text.slice(at + 2, at + 4), 16);
    at += 3;
  }
  return bytes.slice(0, length);
}

function parseHeader(text: string): readonly [string, Uint8Array | null] {
  const colon = text.indexOf(":");
  return [text.slice(0, colon), parseBytes(text.slice(colon + 1))];
}

function afterColon(field: string | undefined): string {
  return field?.slice(field.indexOf(":") + 1) ?? "";
}
