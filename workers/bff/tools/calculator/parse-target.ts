/** What follows "in" or "to": a unit, a place or a form for numbers. Pure. */
import { type Cursor, textOf } from './cursor.ts';
import { readUnit } from './parse-unit.ts';
import type { Target } from './syntax.ts';
import { FORMS } from './words.ts';
import type { Work } from './work.ts';
import { findNamedZone } from './zones.ts';

/** Throws a `CalculationFault` where none of them stands. */
export function readTarget(cursor: Cursor, work: Work): Target {
  const token = cursor.peek();
  if (token.kind === 'zone') {
    cursor.take();
    return { zone: token.zone };
  }
  const form = FORMS.get(cursor.text());
  if (form !== undefined) {
    cursor.take();
    return { form };
  }
  cursor.accept('degree', 'degrees');
  const unit = readUnit(cursor, work);
  if (unit !== null) {
    if (unit.offset !== undefined) cursor.accept('deg');
    return { unit };
  }
  const zone = findNamedZone(textOf(token));
  if (zone === undefined) return cursor.refuse();
  cursor.take();
  cursor.accept('time');
  return { zone };
}
