/** A number rounded to two digits after the point. */
export function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
