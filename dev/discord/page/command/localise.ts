/** A registered name or description in the reader's language, or as registered when it has none there. */
export function localise(
  registered: string,
  localisations: Readonly<Record<string, string>> | null | undefined,
  locale: string,
): string {
  return localisations?.[locale] ?? registered;
}
