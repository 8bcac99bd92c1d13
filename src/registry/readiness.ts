import { FatalError, messageOf, RegistryUnavailableError } from "../errors.ts";

/** How long to wait for a registry, and how. */
export interface Patience {
  readonly waitMs: number;
  /** Told every few seconds what is waited for, as a sentence. */
  readonly say: (sentence: string) => void;
}

const askEveryMs = 500;
const sayEveryMs = 3_000;

/** Returns when the registry answers; FatalError when it still does not after the wait. */
export async function untilRegistryAnswers(
  registry: { readonly address: string; ping(): Promise<void> },
  { waitMs, say }: Patience,
): Promise<void> {
  const startMs = performance.now();
  let lastSaidMs = -Infinity;
  for (;;) {
    const failure = await failureOf(registry.ping());
    if (failure === null) return;
    const waitedMs = performance.now() - startMs;
    if (waitedMs >= waitMs) throw outOfPatience(failure);
    if (waitedMs - lastSaidMs >= sayEveryMs) {
      const seconds = `${Math.round(waitedMs / 1000)} of ${Math.round(waitMs / 1000)} s`;
      say(`Waiting for the schema registry (${seconds}). ${messageOf(failure)}`);
      lastSaidMs = waitedMs;
    }
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
}

async function failureOf(ping: Promise<void>): Promise<RegistryUnavailableError | null> {
  try {
    await ping;
    return null;
  } catch (error) {
    if (error instanceof RegistryUnavailableError) return error;
    throw error;
  }
}

function outOfPatience(failure: RegistryUnavailableError): FatalError {
  return new FatalError(
    failure.message,
    "start the registry (deno task stack), or set SCHEMA_REGISTRY_URL to where it is",
    { cause: failure },
  );
}
