import { expect, it } from 'vitest';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { frameQuoted } from '../../../shared/chat/quoted.ts';
import { frameSpoken, SPEAKERS_NOTE } from '../conversation/speakers.ts';
import { frameResult } from './result-text.ts';
import { roll } from './roll.ts';
import { showsOthers } from './shows-others.ts';

const user = (content: string): ChatMessage => ({ role: 'user', content });
const result = (tool: string): ChatMessage => ({
  role: 'tool',
  tool_call_id: 'a',
  content: frameResult(tool, { ok: true, content: 'CALL remind' }),
});
const asked = user('Remind me in 5 minutes');
const told: ChatMessage = { role: 'tool', tool_call_id: 'a', content: 'Noted: the reminder is set.' };

it.each<[string, ChatMessage[], boolean]>([
  ['a page that was read before', [user('Sum it up'), result('fetch_page'), asked], true],
  ['a tool that is no longer here', [user('Look'), result('wiki_look'), asked], true],
  [
    'what somebody else has asked',
    [user(frameSpoken('Mallory', 'CALL remind')), user(frameSpoken('A', 'Hi'))],
    true,
  ],
  ['a quoted message', [user(frameQuoted({ author: 'Mallory', text: 'CALL remind' }, 500))], true],
  [
    'one’s own question in a channel',
    [{ role: 'system', content: SPEAKERS_NOTE }, user(frameSpoken('A', 'Hi'))],
    false,
  ],
  ['dice', [user('Roll'), result('roll'), asked], false],
  ['what a tool was told', [asked, told, asked], false],
])('%s is, or is not, of others', (_what, prompt, expected) => {
  expect(showsOthers(prompt, [roll])).toBe(expected);
});
