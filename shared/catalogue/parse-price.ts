/** The prices of one model of a catalogue. Pure. */
import type { ModelKind } from './catalogue.ts';
import type { ObjectReader, Problem } from './json-reader.ts';
import { type Price, USD } from './price.ts';

const FIELDS = [
  'date',
  'prompt',
  'cached',
  'cache_write',
  'completion',
  'reasoning',
  'completion_audio',
  'image',
  'audio',
  'minute',
  'characters',
];
const MAX_USD = 100_000;
/**
 * In USD per million tokens, `characters` per million characters, `minute` in USD per minute. What is left out costs what
 * its whole costs. A kind of model that is billed by something else than tokens needs that alone.
 */
export function readPrice(model: ObjectReader, kind: ModelKind, problems: Problem[]): Price | undefined {
  const reader = model.object('prices', FIELDS);
  if (reader === undefined) return undefined;
  const needs = needsOf(kind, reader);
  const amount = { least: 0, most: MAX_USD };
  const date = reader.text('date', { pattern: /^\d{4}-\d{2}-\d{2}$/, form: 'a date such as 2026-11-01' });
  const needed = (field: 'prompt' | 'completion') =>
    needs.includes(field)
      ? reader.number(field, amount)
      : (reader.number(field, { ...amount, optional: true }) ?? (reader.has(field) ? undefined : 0));
  const prompt = needed('prompt');
  const completion = needed('completion');
  if (needs.length === 0 && !reader.has(OTHER_UNITS[kind] ?? '')) {
    problems.push({ path: reader.at(), message: `needs ${OTHER_UNITS[kind]}, or prompt and completion` });
    return undefined;
  }
  const or = (field: string, whole = 0) =>
    (reader.number(field, { ...amount, optional: true }) ?? whole) * USD;
  const parts = {
    cached: or('cached', prompt),
    cacheWrite: or('cache_write', prompt),
    reasoning: or('reasoning', completion),
    image: or('image', prompt),
    audio: or('audio', prompt),
    minute: or('minute'),
    ...(reader.has('completion_audio') ? { completionAudio: or('completion_audio') } : {}),
    ...(reader.has('characters') ? { characters: or('characters') } : {}),
  };
  if (date === undefined || prompt === undefined || completion === undefined) return undefined;
  return { date, prompt: prompt * USD, completion: completion * USD, ...parts };
}

/** What a kind may be billed by in place of tokens. */
const OTHER_UNITS: Partial<Record<ModelKind, 'minute' | 'characters'>> = {
  transcription: 'minute',
  speech: 'characters',
};

/** The token prices that must be there; none where another unit may stand in their place. */
function needsOf(kind: ModelKind, reader: ObjectReader): readonly ('prompt' | 'completion')[] {
  switch (kind) {
    case 'chat':
    case 'realtime':
      return ['prompt', 'completion'];
    case 'embedding':
    case 'moderation':
      return ['prompt'];
    case 'speech':
    case 'transcription':
      return reader.has('prompt') || reader.has('completion') ? ['prompt', 'completion'] : [];
  }
}
