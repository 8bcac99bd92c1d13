const prefix = "~other-";

/**
 * The locale under which a partition counts the logins of all locales that it does not count by
 * name. It holds the partition: one name for all would be one key with several writers.
 */
export function overflowLocale(partition: number): string {
  return `${prefix}${partition}`;
}

/**
 * Whether a login claims such a locale as its own. Its delta lies in the partition that its key
 * hashes to, and counting it by name there would raise the count of another partition's overflow.
 */
export function isOverflowLocale(locale: string): boolean {
  return locale.startsWith(prefix);
}
