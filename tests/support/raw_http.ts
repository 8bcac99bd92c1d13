/** What a server answers to these bytes, until it closes or for half a second. */
export async function rawAnswer(port: number, request: string): Promise<string> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const timer = setTimeout(() => connection.closeWrite().catch(() => {}), 500);
  const decoder = new TextDecoder();
  let answer = "";
  try {
    await connection.write(new TextEncoder().encode(request));
    for await (const bytes of connection.readable) answer += decoder.decode(bytes);
  } finally {
    clearTimeout(timer);
  }
  return answer;
}

/** The text of an event stream up to a given text; throws if the stream ends before it. */
export async function streamedUntil(response: Response, text: string): Promise<string> {
  let seen = "";
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    seen += part;
    if (seen.includes(text)) return seen;
  }
  throw new Error(`the stream ended before ${text}`);
}
