import type { Reading } from "./readers.ts";

const retryMs = 200;
const scrapeEveryMs = 1_000;

type Tally = { -readonly [K in keyof Reading]: Reading[K] };

/** Follows the events until they end, and starts again: a starting processor has no events yet. */
async function follow(url: string, tally: Tally): Promise<never> {
  while (true) {
    const response = await fetch(url, { headers: { accept: "text/event-stream" } }).catch(() =>
      null
    );
    if (response?.ok && response.body !== null) await read(response.body, tally);
    else await response?.body?.cancel();
    await pause(retryMs);
  }
}

async function read(body: ReadableStream<Uint8Array>, tally: Tally): Promise<void> {
  tally.open++;
  try {
    for await (const chunk of body) tally.eventBytes += chunk.length;
  } catch {
    // The processor has exited.
  } finally {
    tally.open--;
  }
}

async function scrape(url: string, tally: Tally): Promise<void> {
  const response = await fetch(url).catch(() => null);
  const text = await response?.text().catch(() => "") ?? "";
  if (response?.ok && text !== "") tally.scrapes++;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Reads until it is ended, and prints each second what it has received. */
async function readAlong(readers: number, port: number): Promise<never> {
  const base = `http://127.0.0.1:${port}`;
  const tally: Tally = { open: 0, eventBytes: 0, scrapes: 0 };
  for (let i = 0; i < readers; i++) follow(`${base}/api/events`, tally);
  while (true) {
    await scrape(`${base}/metrics`, tally);
    console.log(JSON.stringify(tally));
    await pause(scrapeEveryMs);
  }
}

if (import.meta.main) {
  const [readers = 1, port = 8080] = Deno.args.map(Number);
  await readAlong(readers, port);
}
