/** The first letter of a name, whole also when it takes several code units. */
export function initialOf(name: string): string {
  const [first] = new Intl.Segmenter('ko', { granularity: 'grapheme' }).segment(name.trim());
  return (first?.segment ?? '?').toUpperCase();
}

/** Black or white, whichever reads better on a `#rrggbb` or `#rgb` colour; white on anything else. */
export function inkOn(color: string): '#000' | '#fff' {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(color);
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color);
  const digits = long?.slice(1) ?? short?.slice(1).map((digit) => digit + digit);
  if (digits === undefined) return '#fff';
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => linear(Number.parseInt(pair, 16) / 255));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // Where both contrasts meet: (L + 0.05)² = 0.05 × 1.05.
  return luminance > 0.179 ? '#000' : '#fff';
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
