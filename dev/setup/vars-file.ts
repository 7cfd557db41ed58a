/** A `.vars` file with one variable changed; everything else, comments included, stays as it was. Pure. */

/** `value` undefined takes the variable out. A commented line of the same name, as in the example, is where a new one goes. */
export function setVariable(text: string, name: string, value: string | undefined): string {
  const lines = text.split('\n');
  const isSet = new RegExp(`^\\s*(export\\s+)?${name}\\s*=`);
  const found = lines.findIndex((line) => isSet.test(line));
  if (value === undefined) return lines.filter((line) => !isSet.test(line)).join('\n');
  const written = `${name}=${quoted(value)}`;
  if (found !== -1) {
    // The last one counts: no older one may stay behind it.
    return lines
      .flatMap((line, index) => (isSet.test(line) ? (index === found ? [written] : []) : [line]))
      .join('\n');
  }
  const commented = lines.findIndex((line) => new RegExp(`^#\\s*${name}=`).test(line));
  if (commented !== -1) return lines.toSpliced(commented, 1, written).join('\n');
  const end = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return `${[...end, written].filter((line, index) => index > 0 || line !== '').join('\n')}\n`;
}

/** `#` would begin a comment, and `\n` within `"` a line. No value that is asked for holds all quotation marks. */
function quoted(value: string): string {
  if (/^[\w./:@%+=?&~,-]*$/.test(value)) return value;
  if (!/["\\]/.test(value)) return `"${value}"`;
  return value.includes("'") ? `\`${value}\`` : `'${value}'`;
}
