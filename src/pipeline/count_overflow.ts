const prefix = "~other-";

/**
 * The locale under which a partition counts the logins of all locales beyond its limit. It includes
 * the partition, because one key for all partitions would have several writers.
 */
export function overflowLocale(partition: number): string {
  return `${prefix}${partition}`;
}

/**
 * Whether a login names such a locale itself. Its delta lies in the partition that its key hashes to.
 * Counting it by name there could raise another partition's overflow count.
 */
export function isOverflowLocale(locale: string): boolean {
  return locale.startsWith(prefix);
}
