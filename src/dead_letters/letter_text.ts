import type avro from "avsc";
import { digestHeaders } from "../pipeline/cause_headers.ts";
import { frameHeaderBytes } from "../pipeline/frame.ts";
import { timeText } from "../pipeline/record_time.ts";
import { Rejection } from "../pipeline/rejection.ts";
import { visible } from "../visible.ts";
import { coordinateText } from "./coordinate.ts";
import type { Examination } from "./examination.ts";
import { hexDump } from "./hex_dump.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { DeadLetter } from "./letter.ts";
import { masked, quoted } from "./mask.ts";

/** A dead letter and what is known about it. */
export interface ShownLetter {
  readonly letter: DeadLetter;
  /** Null if the value was left out for its size. */
  readonly examination: Examination | null;
  readonly writer: avro.Type | null;
  /** The ledger entry if it was replayed. */
  readonly replay: LedgerEntry | null;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const labelWidth = 13;
const mostNameCharacters = 60;

/** Describes a dead letter for people; shows data of its record only with `reveal`. */
export function* letterText(shown: ShownLetter, reveal: boolean): Generator<string> {
  const { letter, replay, examination } = shown;
  const { rejection, source, record } = letter;
  yield visible(coordinateText(letter.at));
  yield row("cause", verdict(rejection));
  yield row("source", coordinateText(source));
  yield row("timestamp", timeText(letter.timestamp));
  yield row("replayed", replay === null ? "no" : `${replay.sentAt} to ${replay.sentTo}`);
  yield row("key", bytesText(record.key, reveal));
  for (const [name, value] of letter.originalHeaders) {
    yield row("header", `${nameText(name, reveal)} ${bytesText(value, reveal)}`);
  }
  if (record.value === null) yield row("value", `left out, ${sizeOf(letter)} bytes`);
  else yield row("value", `${record.value.length} bytes, ${framing(examination)}`);
  if (examination !== null) yield* examinationText(shown, examination, reveal);
  if (record.value !== null) yield* valueText(record.value, examination, reveal);
}

function* examinationText(
  { writer }: ShownLetter,
  { decoded, fields, otherFields, fate }: Examination,
  reveal: boolean,
): Generator<string> {
  if (writer !== null) yield row("writer", writerText(writer));
  yield row("decoding", decoded instanceof Rejection ? verdict(decoded) : "ok");
  for (const { field, value, rejection } of fields) {
    const what = reveal ? quoted(value) : masked(value);
    yield row(`  ${field}`, `${what}; ${rejection?.code ?? "ok"}`);
  }
  if (otherFields.length > 0) {
    const names = otherFields.map(quoted).join(", ");
    yield row("  ignored", reveal ? names : `${otherFields.length} unknown fields`);
  }
  yield row("today", fate instanceof Rejection ? `dead letter, ${verdict(fate)}` : fate);
}

function* valueText(
  value: Uint8Array,
  examination: Examination | null,
  reveal: boolean,
): Generator<string> {
  if (reveal) {
    const text = textOf(value);
    yield row("text", text === null ? "not UTF-8" : quoted(text));
    yield* hexDump(value);
    return;
  }
  // Only the header of a whole frame holds no data of the record.
  const shownBytes = examination?.schemaId === null ? 0 : frameHeaderBytes;
  const hex = [...hexDump(value.subarray(0, shownBytes))].map((line) => line.slice(10, 26));
  const hidden = `${value.length - shownBytes} bytes hidden, --reveal shows them`;
  yield row("bytes", [...hex.map((line) => line.trim()), hidden].join(" + "));
}

function framing(examination: Examination | null): string {
  if (examination === null) return "";
  const { framing, schemaId } = examination;
  return schemaId === null ? framing : `${framing} of schema id ${schemaId}`;
}

function writerText(writer: avro.Type): string {
  const { fields = [] } = writer as Partial<avro.types.RecordType>;
  const texts = fields.map(({ name, type }) => `${name} ${String(type).replaceAll('"', "")}`);
  return `${writer.name}: ${texts.join(", ")}`;
}

function verdict({ code, message }: Rejection): string {
  return `${code}, ${message}`;
}

/** The size of a value that was left out, from its header. */
function sizeOf({ record }: DeadLetter): string {
  const size = record.headers.findLast(([name]) => name === digestHeaders.size)?.[1];
  return size ? textOf(size) ?? "?" : "?";
}

/** The name of a header, which producers choose; shortened unless all is revealed. */
function nameText(name: string, reveal: boolean): string {
  const isShown = reveal || name.length <= mostNameCharacters;
  return quoted(isShown ? name : `${name.slice(0, mostNameCharacters)}…`);
}

function bytesText(bytes: Uint8Array | null, reveal: boolean): string {
  if (bytes === null) return "none";
  if (!reveal) return `${bytes.length} bytes`;
  const text = textOf(bytes);
  return text === null ? `hex ${bytes.toHex()}` : quoted(text);
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(labelWidth)} ${visible(text)}`;
}
