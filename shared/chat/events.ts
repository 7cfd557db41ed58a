/**
 * An answer as the sequence of events that its reader acts on. A reader that does not know a kind skips it. Pure.
 */
import type { LibraResponse, ToolState } from '../contract/libra.ts';
import type { ChatChunk, ToolCallDelta } from './chunk.ts';
import type { Usage } from './usage.ts';

export type AnswerEvent =
  /** For the reader: what the model says, a refusal included. */
  | { kind: 'text'; text: string }
  /** What it sounds like, in base64. */
  | { kind: 'audio'; data: string }
  /** What the model thinks: never shown in Discord, never remembered. */
  | { kind: 'reasoning'; text: string }
  | { kind: 'tool_call'; delta: ToolCallDelta }
  /** A tool of Libra's has begun or ended. */
  | { kind: 'tool'; tool: ToolState }
  | { kind: 'usage'; usage: Usage }
  /** What only Libra knows: who answers, whether it will be remembered, what it cost. */
  | { kind: 'about'; libra: LibraResponse };

/** The events of one chunk, in the order in which they happened, of its first choice: what shows an answer asks for one choice. */
export function toEvents(chunk: ChatChunk): AnswerEvent[] {
  const events: AnswerEvent[] = [];
  if (chunk.libra !== undefined) {
    const { tool, ...about } = chunk.libra;
    if (tool !== undefined) events.push({ kind: 'tool', tool });
    if (Object.keys(about).length > 0) events.push({ kind: 'about', libra: about });
  }
  const choice = chunk.choices.find(({ index }) => index === 0);
  if (choice !== undefined) {
    if (choice.reasoning !== '') events.push({ kind: 'reasoning', text: choice.reasoning });
    const text = choice.text + choice.refusal;
    if (text !== '') events.push({ kind: 'text', text });
    if (choice.audio !== undefined && choice.audio.data !== '') {
      events.push({ kind: 'audio', data: choice.audio.data });
    }
    for (const delta of choice.toolCalls) events.push({ kind: 'tool_call', delta });
  }
  if (chunk.usage !== undefined) events.push({ kind: 'usage', usage: chunk.usage });
  return events;
}
