/** A thread that a bot starts, checked as Discord checks it. Pure. */
import type { JsonRecord } from '../../../shared/json.ts';
import { createForm, type FormErrors, readBoolean, readNumber, readText, refuseChoice } from './form.ts';

export const THREAD_TYPE = { announcement: 10, public: 11, private: 12 } as const;
const TYPES: readonly number[] = Object.values(THREAD_TYPE);
const ARCHIVE_MINUTES: readonly number[] = [60, 1_440, 4_320, 10_080];

export type ThreadVerdict =
  | { ok: true; thread: { name: string; type: 10 | 11 | 12; autoArchiveMinutes: number } }
  | { ok: false; errors: FormErrors };

export type ThreadNameVerdict = { ok: true; name: string } | { ok: false; errors: FormErrors };

export function parseThreadName(source: JsonRecord): ThreadNameVerdict {
  const form = createForm();
  const name = readText(form, source, 'name', { min: 1, max: 100, required: true }) ?? '';
  const errors = form.errors();
  return errors === null ? { ok: true, name } : { ok: false, errors };
}

/** Of a message: always public. Of a channel: private when nothing is said, as Discord's document has it. */
export function parseThread(source: JsonRecord, of: 'message' | 'channel'): ThreadVerdict {
  const form = createForm();
  const name = readText(form, source, 'name', { min: 1, max: 100, required: true }) ?? '';
  const minutes = readNumber(form, source, 'auto_archive_duration') ?? 4_320;
  if (!ARCHIVE_MINUTES.includes(minutes)) refuseChoice(form.child('auto_archive_duration'), ARCHIVE_MINUTES);
  readNumber(form, source, 'rate_limit_per_user', { min: 0, max: 21_600 });
  const stated = of === 'channel' ? readNumber(form, source, 'type') : THREAD_TYPE.public;
  const type = stated ?? THREAD_TYPE.private;
  if (!TYPES.includes(type)) refuseChoice(form.child('type'), TYPES);
  if (of === 'channel') readBoolean(form, source, 'invitable');
  const errors = form.errors();
  return errors === null
    ? { ok: true, thread: { name, type: type as 10 | 11 | 12, autoArchiveMinutes: minutes } }
    : { ok: false, errors };
}
