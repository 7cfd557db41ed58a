/** Text frames of the voice Worker. Pure. */
import type { FromVoice } from '../../../../shared/contract/talk.ts';

/** The fields without which an event cannot be used. */
const FIELDS: Record<FromVoice['type'], Record<string, 'number' | 'string' | 'boolean' | 'list'>> = {
  ready: { state: 'string', seconds_left: 'number', utterance: 'number', texts: 'number' },
  state: { state: 'string' },
  caption: { turn: 'number', speaker: 'string', text: 'string', final: 'boolean' },
  clause: { turn: 'number', text: 'string', from: 'number' },
  audio_end: { turn: 'number', samples: 'number' },
  flush: { turn: 'number' },
  notice: { code: 'string', text: 'string', fatal: 'boolean' },
  sources: { turn: 'number', sources: 'list' },
  seconds_left: { seconds: 'number' },
  ended: { reason: 'string', text: 'string' },
};

/** Null: nothing that this page knows; a newer Worker may say more than it does. */
export function parseServerEvent(text: string): FromVoice | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const event = value as Record<string, unknown>;
  if (!Number.isSafeInteger(event.seq) || typeof event.type !== 'string') return null;
  const fields = Object.hasOwn(FIELDS, event.type) ? FIELDS[event.type as FromVoice['type']] : undefined;
  if (fields === undefined) return null;
  const isWhole = Object.entries(fields).every(([name, type]) =>
    type === 'list' ? Array.isArray(event[name]) : typeof event[name] === type,
  );
  return isWhole ? (value as FromVoice) : null;
}
