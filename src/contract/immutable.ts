/** A type with everything in it read-only: an answer is made once and then only read. */
export type Immutable<T> = T extends string | number | boolean | null | undefined ? T
  : { readonly [K in keyof T]: Immutable<T[K]> };
