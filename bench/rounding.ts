/** A number rounded to two digits after the point. */
export function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A number rounded to three digits after the point. */
export function thousandths(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
