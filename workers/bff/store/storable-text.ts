/**
 * Texts from outside, made safe for Postgres and for JSON. Pure.
 * Postgres refuses NUL in a text, and a lone surrogate has no UTF-8 form: both become U+FFFD, before the model sees them,
 * so that what is remembered is what was answered.
 */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** The same for every text in a JSON value. What is right already is not copied: it may be an image of megabytes. */
export function toStorable<Value>(value: Value): Value {
  if (typeof value === 'string') {
    const isRight = value.isWellFormed() && !value.includes('\0');
    return isRight ? value : (toStorableText(value) as Value);
  }
  if (Array.isArray(value)) return value.map((each: unknown) => toStorable(each)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toStorable(inner)])) as Value;
}

/** JSON of which Postgres can make `jsonb`: every text in it is storable. */
export function toStorableJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' ? toStorableText(inner) : inner,
  );
}
