/** What the model says becomes part of the provider's conversation, also where nobody waits for it any more. Pure. */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import { textOf, typeOf } from './event-text.ts';
import type { HeldItem } from './reconcile.ts';

/** Of sound at 24 kHz and 16 bit. */
const BYTES_PER_MS = 48;

export function trackOutput(held: readonly HeldItem[], event: JsonRecord): readonly HeldItem[] {
  switch (typeOf(event)) {
    case 'response.item.added':
      return isRecord(event.item) ? [...held, ...toItem(event.item)] : held;
    case 'response.audio_transcript.delta':
    case 'response.text.delta':
      return change(held, event, (item) => ({ ...item, text: item.text + textOf(event.delta) }));
    case 'response.audio.delta': {
      const ms = (textOf(event.delta).length * 3) / 4 / BYTES_PER_MS;
      return change(held, event, (item) => ({ ...item, audioMs: item.audioMs + ms }));
    }
    default:
      return held;
  }
}

function toItem({ id, type, call_id: callId }: JsonRecord): HeldItem[] {
  if (typeof id !== 'string') return [];
  const item = { id, role: 'assistant', audioMs: 0, isCut: false } as const;
  if (type === 'message') return [{ ...item, kind: 'message', text: '' }];
  return type === 'function_call' ? [{ ...item, kind: 'call', text: textOf(callId) }] : [];
}

function change(
  held: readonly HeldItem[],
  { item_id: id }: JsonRecord,
  to: (item: HeldItem) => HeldItem,
): readonly HeldItem[] {
  const at = held.findLastIndex((item) => item.id === id);
  const item = held[at];
  return item === undefined || item.isCut ? held : held.with(at, to(item));
}
