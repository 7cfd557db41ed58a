/** A file's size and kinds in words that a reader or a browser knows. Pure. */
const KINDS = ['image', 'video', 'audio'];

export function formatSize(bytes: number, locale: string): string {
  const [unit, divisor] =
    bytes < 1_000 ? ['byte', 1] : bytes < 1_000_000 ? ['kilobyte', 1_000] : ['megabyte', 1_000_000];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: String(unit),
    // Korean writes the short form out: `5byte`.
    unitDisplay: unit === 'byte' ? 'narrow' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / Number(divisor));
}

/** Discord's `file_types` as an `accept` attribute. */
export function acceptOf(types: readonly string[] | undefined): string | undefined {
  if (types === undefined || types.length === 0) return undefined;
  return types.map((type) => (KINDS.includes(type) ? `${type}/*` : `.${type.replace(/^\./, '')}`)).join(',');
}
