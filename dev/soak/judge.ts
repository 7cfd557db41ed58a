/** Whether an interaction has reached one final state, and the right one. Pure. */
import { withoutQuestion } from '../answer-text.ts';
import type { InteractionRecord, MessageView } from '../discord/protocol.ts';

export type FinalState =
  /** Answered in the HTTP response itself. */
  | 'at once'
  /** The whole answer, nothing else. */
  | 'whole'
  /** A part of the answer, marked as such. */
  | 'marked as a part'
  /** No text, but a reason. */
  | 'explained';

export type Judgement = { ok: true; state: FinalState } | { ok: false; why: string };

const DEFERRED = 5;

/** `expected`: the whole text where it is known; null where only the form can be judged. */
export function judge(record: InteractionRecord, expected: string | null): Judgement {
  const { messages, callbackType, failure, detail } = record;
  if (failure !== null) return wrong(`${failure} (${detail ?? 'no detail'})`);
  if (callbackType !== DEFERRED) return { ok: true, state: 'at once' };
  if (messages.length === 0) return wrong('there is no message');
  if (messages.some(({ state }) => state === 'thinking')) return wrong('left at “thinking…”');
  if (messages.some(hasStop)) return wrong('a Stop button is left on an answer that has ended');
  if (messages.some(({ content, attachments }) => content === '' && attachments.length === 0))
    return wrong('an empty message');
  if (messages.some(({ pinged }) => pinged.length > 0)) return wrong('somebody was pinged');

  const { text, marks } = takeMarksOff(withoutQuestion(messages.map(({ content }) => content).join('\n')));
  if (text === '') return marks > 0 ? { ok: true, state: 'explained' } : wrong('neither a text nor a reason');
  if (expected === null) return { ok: true, state: marks > 0 ? 'marked as a part' : 'whole' };
  const said = squeeze(text);
  const whole = squeeze(expected);
  if (said === whole) return { ok: true, state: 'whole' };
  if (!whole.startsWith(said)) return wrong(`shows what was never said: ${JSON.stringify(text.slice(-60))}`);
  return marks > 0 ? { ok: true, state: 'marked as a part' } : wrong('cut off silently');
}

/** All that Libra itself says under an answer begins on a line of its own with one of these signs. */
const NOTICE = /^(?:⚠️|⏹️|✂️|💭|🛡️|📎|🤔|-# )/;

function takeMarksOff(content: string): { text: string; marks: number } {
  const lines = content.split('\n');
  const kept = lines.filter((line) => !NOTICE.test(line));
  return { text: kept.join('\n').trim(), marks: lines.length - kept.length };
}

/** Splitting moves white space; it must move nothing else. */
function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

function hasStop({ components }: MessageView): boolean {
  return components.some((row) =>
    row.components.some(({ custom_id: id }) => id?.startsWith('stop') === true),
  );
}

function wrong(why: string): Judgement {
  return { ok: false, why };
}
