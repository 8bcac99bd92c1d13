import { type Span, SpanKind, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api";
import type { TopicLimits } from "../kafka/send_chunks.ts";
import type { TracedBatch, TracedFetch, Tracing } from "../kafka/tracing.ts";
import { plainRecord } from "../pipeline/plain_record.ts";
import type { OutputRecord } from "../pipeline/record.ts";
import { batchBytesOf } from "../pipeline/record_size.ts";
import { pollAttributes, processAttributes, sendAttributes } from "./attributes.ts";
import { headerOf, linksOf } from "./trace_context.ts";

/** Creates spans with Deno's built-in OpenTelemetry, which OTEL_DENO=true enables. */
export class OtelTracing implements Tracing {
  readonly #tracer: Tracer;
  /** Topics whose records get no trace header: state, and dead letters, which must stay as sent. */
  readonly #untouched: ReadonlySet<string>;

  /** Adds no trace header to the records of the given topics. */
  constructor(untouched: readonly string[]) {
    this.#tracer = trace.getTracer("login-pipeline");
    this.#untouched = new Set(untouched);
  }

  poll(fetch: TracedFetch): void {
    const endTime = Date.now();
    const startTime = endTime - fetch.ms;
    const attributes = pollAttributes(fetch);
    const options = { kind: SpanKind.CLIENT, startTime, attributes, root: true };
    this.#tracer.startSpan(`poll ${fetch.topic}`, options).end(endTime);
  }

  async process<T>(batch: TracedBatch, work: () => Promise<T>): Promise<T> {
    const options = {
      kind: SpanKind.CONSUMER,
      attributes: processAttributes(batch),
      links: linksOf(batch.records),
      root: true,
    };
    return await this.#tracer.startActiveSpan(
      `process ${batch.topic}`,
      options,
      (span) => ended([span], work),
    );
  }

  async send<T>(outputs: readonly OutputRecord[], work: () => Promise<T>): Promise<T> {
    const counts = new Map<string, number>();
    for (const { topic } of outputs) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    const spans = [...counts].map(([topic, count]) => {
      const attributes = sendAttributes(topic, count);
      return this.#tracer.startSpan(`send ${topic}`, { kind: SpanKind.PRODUCER, attributes });
    });
    return await ended(spans, work);
  }

  carry(outputs: readonly OutputRecord[], limits: TopicLimits): readonly OutputRecord[] {
    const span = trace.getActiveSpan();
    if (span === undefined) return outputs;
    const header = headerOf(span.spanContext());
    return outputs.map((record) => {
      if (this.#untouched.has(record.topic)) return record;
      const carrying = { ...plainRecord(record), headers: [...record.headers, header] };
      // The header must not push a record over its topic's size limit.
      return batchBytesOf(carrying) <= (limits.get(record.topic) ?? 0) ? carrying : record;
    });
  }
}

async function ended<T>(spans: readonly Span[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const type = error instanceof Error ? error.name : "unknown";
    for (const span of spans) {
      // Only the type: an error message may quote a record.
      span.setAttribute("error.type", type);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}
