/**
 * What has to be changed in the provider's conversation so that it holds what the bff's says, and nothing else: the bff decides
 * what is remembered, forgotten and was heard. Pure.
 */
import type { JsonRecord } from '../../../shared/json.ts';
import { callKey, messageKey, type WantedItem } from './items.ts';

/** An item of the provider's conversation. */
export interface HeldItem {
  id: string;
  kind: 'message' | 'call' | 'output';
  role: 'user' | 'assistant' | 'system';
  /** Of a call: its id. */
  text: string;
  /** Of an answer that was spoken: so much sound has come. Milliseconds. */
  audioMs: number;
  /** It was shortened to what was heard, and stands for whatever the bff has of it. */
  isCut: boolean;
}

export interface Plan {
  /** In their order. Those with an `event_id` that begins with `IF_POSSIBLE` may fail. */
  events: JsonRecord[];
  held: HeldItem[];
}

export const IF_POSSIBLE = 'tidy_';

/** `heardMs`: of the last spoken answer only so much was heard; null: all of it. */
export function reconcile(
  held: readonly HeldItem[],
  wanted: readonly WantedItem[],
  heardMs: number | null,
  createId: () => string,
): Plan {
  const cut = heardMs === null ? { events: [], held: [...held] } : cutLastSpoken(held, heardMs, createId);
  const left = longestBeginning(cut.held, wanted);
  const deleted = cut.held.filter((item) => !left.includes(item)).map(({ id }) => deletion(id, createId));
  const created = wanted.slice(left.length).map((each) => ({ ...each, id: createId() }));
  return {
    events: [
      ...cut.events,
      ...deleted,
      ...created.map(({ id, item }) => ({ type: 'conversation.item.create', item: { id, ...item } })),
    ],
    held: [...left, ...created.map(({ id, item }) => toHeld(id, item))],
  };
}

function cutLastSpoken(held: readonly HeldItem[], heardMs: number, createId: () => string): Plan {
  const at = held.findLastIndex(({ audioMs }) => audioMs > 0);
  const last = held[at];
  if (last === undefined || last.isCut) return { events: [], held: [...held] };
  // More than there is would be refused.
  const endMs = Math.max(0, Math.min(Math.floor(heardMs), Math.floor(last.audioMs)));
  if (endMs === 0) return { events: [deletion(last.id, createId)], held: held.toSpliced(at, 1) };
  const event = {
    event_id: IF_POSSIBLE + createId(),
    type: 'conversation.item.truncate',
    item_id: last.id,
    content_index: 0,
    audio_end_ms: endMs,
  };
  return { events: [event], held: held.with(at, { ...last, audioMs: endMs, isCut: true }) };
}

/** What of the held ones the wanted ones begin with: older ones may be remembered no more, newer ones were taken back. */
function longestBeginning(held: readonly HeldItem[], wanted: readonly WantedItem[]): readonly HeldItem[] {
  let longest: readonly HeldItem[] = [];
  for (let from = 0; from < held.length; from += 1) {
    const rest = held.slice(from);
    const other = rest.findIndex((item, index) => !isSame(item, wanted[index]));
    const same = other === -1 ? rest : rest.slice(0, other);
    if (same.length > longest.length) longest = same;
  }
  return longest;
}

function isSame(item: HeldItem, wanted: WantedItem | undefined): boolean {
  if (wanted === undefined) return false;
  return item.isCut ? wanted.key.startsWith('assistant ') : keyOf(item) === wanted.key;
}

function keyOf({ kind, role, text }: HeldItem): string {
  if (kind === 'call') return callKey(text);
  return kind === 'output' ? `output ${text}` : messageKey(role, text);
}

function deletion(id: string, createId: () => string): JsonRecord {
  return { event_id: IF_POSSIBLE + createId(), type: 'conversation.item.delete', item_id: id };
}

function toHeld(id: string, item: JsonRecord): HeldItem {
  const common = { id, audioMs: 0, isCut: false };
  if (item.type === 'function_call') {
    return { ...common, kind: 'call', role: 'assistant', text: String(item.call_id) };
  }
  if (item.type === 'function_call_output') {
    return { ...common, kind: 'output', role: 'user', text: String(item.call_id) };
  }
  const parts = item.content as { text?: string; transcript?: string }[];
  const text = parts.map((part) => part.text ?? part.transcript ?? '').join('');
  return { ...common, kind: 'message', role: item.role as HeldItem['role'], text };
}
