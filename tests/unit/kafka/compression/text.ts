import { Buffer } from "node:buffer";

/** The text that Java compressed for java_streams.json: 70,042 bytes of JSON lines. */
export function javaText(): Buffer {
  const lines: string[] = [];
  let random = 1;
  for (let i = 0; i < 1700; i++) {
    random = random * 48271 % 2147483647;
    lines.push(`{"user":${i % 10},"n":${i < 40 ? random : 7},"device_type":"android"}\n`);
  }
  return Buffer.from(lines.join(""));
}

/** Bytes in the notation of specifications: "f0 1f 61". */
export function hex(bytes: string): Buffer {
  return Buffer.from(bytes.replaceAll(" ", ""), "hex");
}
