const apiVersionsKey = 18;
const correlationId = 1;
const timeoutMs = 1_000;

/**
 * Whether a broker answers requests on the port. A connection proves little: the system accepts it as
 * soon as the socket listens, long before the broker reads from it.
 */
export async function answersApiVersions(port: number): Promise<boolean> {
  try {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    const timer = setTimeout(() => connection.close(), timeoutMs);
    try {
      await connection.write(apiVersionsRequest());
      return isApiVersionsResponse(await readResponseStart(connection));
    } finally {
      clearTimeout(timer);
    }
  } catch {
    return false;
  }
}

/**
 * The ApiVersions request, version 0, in Kafka's protocol: size int32, key int16, version int16,
 * correlation id int32, client id nullable string.
 */
export function apiVersionsRequest(): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(14));
  view.setInt32(0, 10);
  view.setInt16(4, apiVersionsKey);
  view.setInt16(6, 0);
  view.setInt32(8, correlationId);
  view.setInt16(12, -1);
  return new Uint8Array(view.buffer);
}

/** Whether the first bytes (size, correlation id, error code) are an answer without an error. */
export function isApiVersionsResponse(bytes: Uint8Array): boolean {
  if (bytes.length < 10) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return view.getInt32(4) === correlationId && view.getInt16(8) === 0;
}

async function readResponseStart(connection: Deno.TcpConn): Promise<Uint8Array> {
  const bytes = new Uint8Array(10);
  let length = 0;
  while (length < bytes.length) {
    const read = await connection.read(bytes.subarray(length));
    if (read === null) break;
    length += read;
  }
  return bytes.subarray(0, length);
}
