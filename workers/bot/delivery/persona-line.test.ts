import { expect, it } from 'vitest';
import type { ReplyEvent } from '../../../shared/chat/read-answer.ts';
import type { AnswerStream } from '../bff/ask.ts';
import { textsFor } from '../locale/choose.ts';
import { viewFinal } from '../message/view.ts';
import { withoutPersonaLine, withPersonaLine } from './persona-line.ts';

const END = { end: { kind: 'whole', finishReason: 'stop' }, about: {} } as const;

async function shown(events: ReplyEvent[], locale: 'en' | 'ko' = 'en'): Promise<string> {
  async function* stream(): AnswerStream {
    yield* events;
    return END;
  }
  let text = '';
  for await (const event of withPersonaLine(stream(), textsFor(locale))) {
    if (event.kind === 'retracted') text = '';
    if (event.kind === 'text') text += event.text;
  }
  return text;
}
const about = (name: string, avatar: string | null): ReplyEvent => ({
  kind: 'about',
  libra: { persona: { name, avatar } },
});
const text = (said: string): ReplyEvent => ({ kind: 'text', text: said });

it('names a built-in persona in the reader’s language, and a server’s as it is called', async () => {
  expect(await shown([about('rubber-duck', '🦆'), text('# What'), text(' happens?')])).toBe(
    '-# 🦆 Rubber Duck\n# What happens?',
  );
  expect(await shown([about('rubber-duck', '🦆'), text('꽥')], 'ko')).toBe('-# 🦆 러버덕\n꽥');
  expect(await shown([about('Pirate', '🏴‍☠️\n# x'), text('Ahoy')])).toBe('-# 🏴‍☠️ # x Pirate\nAhoy');
  expect(await shown([about('Pirate', '<:pirate:1300000000000000001>'), text('Ahoy')])).toBe(
    '-# <:pirate:1300000000000000001> Pirate\nAhoy',
  );
});

it('is not shown without an answer, nor without a persona, and again after thoughts were taken back', async () => {
  expect(await shown([about('tutor', '🎓'), text(' \n')])).toBe(' \n');
  expect(await shown([text('Hi')])).toBe('Hi');
  const thought: ReplyEvent[] = [about('tutor', '🎓'), text('Hm'), { kind: 'retracted' }, text('Hi')];
  expect(await shown(thought)).toBe('-# 🎓 Tutor\nHi');
});

it('stands once above an answer of several messages, and is no part of what was said', async () => {
  const said = `${'A sentence of the answer. '.repeat(200)}\n`;
  const whole = await shown([about('tutor', '🎓'), text(said)]);
  const frame = { deliveryId: '1', requesterId: '2', head: '> Why?' };
  const { drafts } = viewFinal(whole, END, frame, { texts: textsFor('en'), nowMs: 0 });
  expect(drafts.length).toBeGreaterThan(1);
  expect(drafts.map((draft) => draft.text.startsWith('-# 🎓 Tutor\n'))).toEqual([
    true,
    ...drafts.slice(1).map(() => false),
  ]);
  expect(withoutPersonaLine(whole, { persona: { name: 'tutor', avatar: '🎓' } })).toBe(said);
  expect(withoutPersonaLine('-# small\ntext', {})).toBe('-# small\ntext');
});
