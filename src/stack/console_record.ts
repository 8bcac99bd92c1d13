/** A record as Java's console consumer prints it. */
export interface ConsoleRecord {
  /** Since the epoch, of creation or of append, as the topic has it; a bigint where a number is inexact. */
  readonly timestampMs: number | bigint;
  /** Where it is. */
  readonly partition: number;
  /** Where in the partition it is. */
  readonly offset: bigint;
  /** In the record's order; a name may come twice. */
  readonly headers: readonly (readonly [name: string, value: Uint8Array | null])[];
  /** The bytes as sent. */
  readonly key: Uint8Array | null;
  /** The bytes as sent; null for a tombstone. */
  readonly value: Uint8Array | null;
}

const bytesDeserializer = "org.apache.kafka.common.serialization.BytesDeserializer";
// Kafka's Bytes prints each control character as \xHH, so no value holds this one as it is.
const headerSeparator = "\x1f";
// The consumer prints what stands for null through the deserializer, too, so it can only be bytes
// that nobody sends.
const nullLiteral = "\x1enull\x1e";
const printedNull = "\\x1Enull\\x1E";

/** Formatter properties that print any record on one line from which it can be told again. */
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

/** Reads a line of the console consumer that prints in the unambiguous format. */
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

/** The bytes that Kafka's Bytes.toString printed: ASCII as it is, all else as \xHH. */
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
