/** The committed transactions of each stage since a process started. */
export interface TransactionCounts {
  readonly enrich: number;
  readonly count: number;
}

/** Reads them from the metrics of a process. */
export async function transactionCounts(port: number): Promise<TransactionCounts> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  if (!response.ok) throw new Error(`/metrics on port ${port} answers ${response.status}`);
  return parseTransactionCounts(await response.text());
}

/** Reads them from the text of the metrics; throws if it does not have them. */
export function parseTransactionCounts(text: string): TransactionCounts {
  return { enrich: committedIn(text, "enrich"), count: committedIn(text, "count") };
}

function committedIn(text: string, stage: keyof TransactionCounts): number {
  const labels = `\\{stage="${stage}",outcome="committed"\\}`;
  const row = new RegExp(`^login_pipeline_transactions_total${labels} (\\d+)$`, "m").exec(text);
  if (row === null) throw new Error(`the metrics have no committed transactions of ${stage}`);
  return Number(row[1]);
}
