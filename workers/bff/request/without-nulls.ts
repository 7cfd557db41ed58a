/** A null says the same as a field that is left out. Pure. */
export type WithoutNulls<Fields> = { [Name in keyof Fields]?: NonNullable<Fields[Name]> };

export function withoutNulls<Fields extends object>(fields: Fields): WithoutNulls<Fields> {
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept) as WithoutNulls<Fields>;
}
