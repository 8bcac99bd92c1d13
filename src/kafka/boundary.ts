/** Where a part of a topic begins or ends: an offset in each partition, or a Kafka timestamp. */
export type Boundary = { readonly offset: number } | { readonly timeMs: number };
