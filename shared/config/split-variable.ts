/** A JSON value in variables: Cloudflare's bound for one is 5 kB, so a longer text goes on in `NAME_2` and so on. Pure. */
const MAX_PART_BYTES = 4_800;
const MAX_PARTS = 40;

/** The variables that hold it; each within Cloudflare's bound. */
export function splitVariable(name: string, value: unknown): Record<string, string> {
  // Only ASCII, so that a character is a byte and none is cut.
  const text = JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const parts = text.match(new RegExp(`.{1,${MAX_PART_BYTES}}`, 'g')) ?? [];
  return Object.fromEntries(parts.map((part, index) => [partName(name, index), part]));
}

/** The text; undefined when the variable is not set. */
export function joinVariable(name: string, env: Readonly<Record<string, unknown>>): string | undefined {
  const parts: string[] = [];
  while (parts.length < MAX_PARTS) {
    const part = env[partName(name, parts.length)];
    if (typeof part !== 'string' || part === '') break;
    parts.push(part);
  }
  return parts.length === 0 ? undefined : parts.join('');
}

function partName(name: string, index: number): string {
  return index === 0 ? name : `${name}_${index + 1}`;
}
