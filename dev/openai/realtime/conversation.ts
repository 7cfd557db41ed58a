/** A realtime conversation as OpenAI keeps it: items in their order, the sound that is being said, what may be changed. Pure. */
import { isRecord } from '../../../shared/json.ts';

export interface Item {
  id: string;
  type: 'message' | 'function_call' | 'function_call_output';
  role: 'system' | 'user' | 'assistant' | null;
  /** What it says; of a call its arguments. */
  text: string;
  /** Of a call, and of its output. */
  callId: string | null;
  name: string | null;
  /** Sound in it. Milliseconds. */
  audioMs: number;
}

export interface RealtimeFault {
  code: string;
  message: string;
  param?: string;
}

export type Checked<Value> = { ok: true; value: Value } | { ok: false; fault: RealtimeFault };

const BYTES_PER_MS = 48;
const MAX_AUDIO_CHARS = 15 * 1024 * 1024;

export function refuse(code: string, message: string, param?: string): { ok: false; fault: RealtimeFault } {
  return { ok: false, fault: { code, message, ...(param === undefined ? {} : { param }) } };
}

/** Milliseconds of base64 of PCM. */
export function readAudio(value: unknown, param: string): Checked<number> {
  if (typeof value !== 'string') return refuse('missing_required_parameter', `Missing '${param}'.`, param);
  if (value.length > MAX_AUDIO_CHARS) {
    return refuse('string_above_max_length', `Invalid '${param}': too long.`, param);
  }
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
    return refuse('invalid_value', `Invalid '${param}'. Expected base64-encoded audio bytes.`, param);
  }
  return { ok: true, value: Buffer.byteLength(value, 'base64') / BYTES_PER_MS };
}

export function readItem(value: unknown, id: string): Checked<Item> {
  if (!isRecord(value)) {
    return refuse('missing_required_parameter', "Missing required parameter: 'item'.", 'item');
  }
  const own = { id: typeof value.id === 'string' ? value.id : id, audioMs: 0 };
  if (own.id.length > 32) return refuse('string_above_max_length', "Invalid 'item.id'.", 'item.id');
  const callId = typeof value.call_id === 'string' ? value.call_id : null;
  switch (value.type) {
    case 'function_call': {
      const item = { ...own, type: value.type, role: null, callId, name: String(value.name) } as const;
      return { ok: true, value: { ...item, text: String(value.arguments) } };
    }
    case 'function_call_output': {
      const item = { ...own, type: value.type, role: null, callId, name: null } as const;
      return { ok: true, value: { ...item, text: String(value.output) } };
    }
    case 'message':
      return readMessage(value, own.id);
    default:
      return refuse('invalid_value', `Invalid value: '${String(value.type)}'.`, 'item.type');
  }
}

const PARTS = {
  system: ['input_text'],
  user: ['input_text', 'input_audio', 'input_image'],
  assistant: ['output_text', 'output_audio'],
} as const;

function readMessage({ role, content }: Record<string, unknown>, id: string): Checked<Item> {
  if (role !== 'system' && role !== 'user' && role !== 'assistant') {
    return refuse('invalid_value', `Invalid value: '${String(role)}'.`, 'item.role');
  }
  if (!Array.isArray(content)) {
    return refuse('missing_required_parameter', "Missing 'item.content'.", 'item.content');
  }
  const item: Item = { id, type: 'message', role, text: '', callId: null, name: null, audioMs: 0 };
  for (const [index, part] of content.entries()) {
    const at = `item.content[${index}]`;
    const type = isRecord(part) ? String(part.type) : '';
    if (!isRecord(part) || !(PARTS[role] as readonly string[]).includes(type)) {
      return refuse('invalid_value', `Invalid value: '${type}'.`, `${at}.type`);
    }
    if (type === 'input_audio') {
      const audio = readAudio(part.audio, `${at}.audio`);
      if (!audio.ok) return audio;
      item.audioMs += audio.value;
    }
    const said = part.text ?? part.transcript;
    if (typeof said === 'string') item.text += (item.text === '' ? '' : '\n\n') + said;
  }
  return { ok: true, value: item };
}

/** Null: it may stand behind the others. */
export function findPlaceFault(items: readonly Item[], { id, type, callId }: Item): RealtimeFault | null {
  if (items.some((item) => item.id === id)) {
    return { code: 'invalid_value', message: `Item with id ${id} already exists.`, param: 'item.id' };
  }
  const isOfCall = items.some((item) => item.type === 'function_call' && item.callId === callId);
  if (type !== 'function_call_output' || isOfCall) return null;
  return { code: 'invalid_tool_call_id', message: `Tool call ID '${callId}' not found in conversation.` };
}

/** The items after it was shortened: what was not heard is not known any more, its text is not either. */
export function truncate(items: readonly Item[], event: Record<string, unknown>): Checked<Item[]> {
  const { item_id: id, audio_end_ms: endMs } = event;
  const at = items.findIndex((item) => item.id === id);
  const item = items[at];
  if (item === undefined || item.role !== 'assistant' || item.audioMs === 0) {
    return refuse('item_truncate_invalid_item_id', `Item with item_id not found: ${String(id)}.`, 'item_id');
  }
  if (typeof endMs !== 'number' || endMs < 0) {
    return refuse('invalid_value', "Invalid 'audio_end_ms'.", 'audio_end_ms');
  }
  if (endMs > item.audioMs) {
    const message = `Audio content of ${Math.floor(item.audioMs)}ms is already shorter than ${endMs}ms`;
    return refuse('invalid_value', message, 'audio_end_ms');
  }
  // How much of the text that is, nobody is told. Speech goes at an even pace, near enough.
  const text = item.text.slice(0, Math.floor((item.text.length * endMs) / item.audioMs));
  return { ok: true, value: items.with(at, { ...item, audioMs: endMs, text }) };
}

export function remove(items: readonly Item[], id: unknown): Checked<Item[]> {
  const left = items.filter((item) => item.id !== id);
  if (left.length < items.length) return { ok: true, value: left };
  return refuse('item_delete_invalid_item_id', `Item with item_id not found: ${String(id)}.`, 'item_id');
}
