const bytesPerLine = 16;

/** Bytes as `hexdump -C` shows them: offset, hex, and the printable ASCII characters. */
export function* hexDump(bytes: Uint8Array): Generator<string> {
  for (let start = 0; start < bytes.length; start += bytesPerLine) {
    const line = bytes.subarray(start, start + bytesPerLine);
    const hex = Array.from(line, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = Array.from(line, printable).join("");
    yield `${start.toString(16).padStart(8, "0")}  ${hex.padEnd(bytesPerLine * 3)} |${ascii}|`;
  }
}

function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".";
}
