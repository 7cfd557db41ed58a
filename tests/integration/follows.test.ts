import { afterEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../shared/contract/caller.ts';
import { useSharedStack } from '../shared-stack.ts';
import { type AskOptions, ask, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';

/** An answer that is asked anew or continued at the press of a button: what the model sees, and what is remembered. */
const running = useSharedStack();
const QUESTION = '1부터 30까지 세어줘';

function standIns() {
  const { openai, neon } = standInsOf(running.stack, 'openai', 'neon');
  return { openai, neon };
}

afterEach(() => {
  standIns().openai.setFaults({});
  standIns().openai.forgetRequests();
});

/** What is stored, with the end of each request's key. */
async function storedOf(caller: Caller): Promise<string[]> {
  const rows = await standIns().neon.query(
    `SELECT m.role, m.complete, split_part(m.request_key, ':', 3) AS key FROM messages m
     JOIN conversations c ON c.id = m.conversation_id WHERE c.user_id = $1 ORDER BY m.asked_at, m.request_key, m.ordinal`,
    [caller.user_id],
  );
  return rows.map(({ role, complete, key }) => `${key} ${role}${complete === true ? '' : ' (cut)'}`);
}
const stored = (caller: Caller, rows: string[]) => expect.poll(() => storedOf(caller)).toEqual(rows);

/** What the model was sent with the last question, without the instructions. */
function lastPrompt(): { role: string; content: string }[] {
  const body = standIns().openai.requests().at(-1)?.body as { messages: { role: string; content: string }[] };
  return body.messages.filter(({ role }) => role !== 'system');
}

const asks = (caller: Caller, prompt: string, key: string, options: AskOptions = {}) =>
  ask(running.stack, caller, prompt, { key, ...options });

/** A question whose answer breaks off in the middle, and is stored so. */
async function askBroken(caller: Caller, key: string): Promise<void> {
  standIns().openai.setFaults({ closeMidFrame: { afterTokens: 8 } });
  expect((await asks(caller, QUESTION, key)).code).toBe('provider_interrupted');
  standIns().openai.setFaults({});
  await expect.poll(() => storedOf(caller)).toContain(`${key} assistant (cut)`);
}

describe('a retry', () => {
  const retryOf = (request: string): AskOptions => ({ follows: { action: 'retry', request } });

  it('shows the model the question once, and takes the place of the broken answer', async () => {
    const caller = somebody();
    await askBroken(caller, '11');
    const reply = await asks(caller, QUESTION, '12', retryOf('11'));
    expect(reply.content).toMatch(/\b30\b/);
    expect(lastPrompt()).toEqual([{ role: 'user', content: QUESTION }]);
    await stored(caller, ['12 user', '12 assistant']);
  });

  it('that fails leaves the broken answer', async () => {
    const caller = somebody();
    await askBroken(caller, '11');
    standIns().openai.setFaults({ status: { status: 400 } });
    expect((await asks(caller, QUESTION, '12', retryOf('11'))).status).toBe(502);
    await stored(caller, ['11 user', '11 assistant (cut)']);
  });

  it('by somebody else leaves the turn of who asked', async () => {
    const caller = somebody();
    await askBroken(caller, '11');
    const moderator = { ...caller, user_id: somebody().user_id };
    expect((await asks(moderator, QUESTION, '12', retryOf('11'))).status).toBe(200);
    await stored(moderator, ['12 user', '12 assistant']);
    await stored(caller, ['11 user', '11 assistant (cut)']);
  });

  it('gets an answer of its own, and the same one when it is delivered again', async () => {
    const caller = somebody();
    await asks(caller, QUESTION, '11');
    await stored(caller, ['11 user', '11 assistant']);
    const first = await asks(caller, QUESTION, '12', retryOf('11'));
    await stored(caller, ['12 user', '12 assistant']);
    expect(first.libra.cached).toBe(false);
    const again = await asks(caller, QUESTION, '12', retryOf('11'));
    expect(again).toMatchObject({ status: 200, content: first.content, libra: { cached: true } });
    expect(JSON.parse(again.text).id).toBe(JSON.parse(first.text).id);
    expect(standIns().openai.requests()).toHaveLength(2);
    await stored(caller, ['12 user', '12 assistant']);
  });
});

describe('what a moderator asks of the answer of somebody else', () => {
  it('is stored in no conversation and reads none, whatever it follows', async () => {
    const [caller, moderator] = [somebody(), somebody()];
    await asks(moderator, '살구', '10');
    await stored(moderator, ['10 user', '10 assistant']);
    await askBroken(caller, '11');
    const follows = { action: 'continue', request: '11', shown: '1, 2', question: QUESTION } as const;
    const reply = await asks(moderator, '이어서', '12', { follows, remember: false });
    expect(reply).toMatchObject({ status: 200, libra: { remembered: false } });
    expect(lastPrompt()).toEqual([
      { role: 'user', content: QUESTION },
      { role: 'assistant', content: '1, 2' },
      { role: 'user', content: '이어서' },
    ]);
    await asks(moderator, '복숭아', '13');
    await stored(moderator, ['10 user', '10 assistant', '13 user', '13 assistant']);
    await stored(caller, ['11 user', '11 assistant (cut)']);
  });
});

describe('a continuation', () => {
  const MORE = '이어서 써줘';
  const continues = (caller: Caller, request: string, shown?: string) =>
    asks(caller, MORE, '19', {
      follows: { action: 'continue', request, ...(shown === undefined ? {} : { shown }) },
    });

  it('goes on from the answer under which it was pressed, though another came after it', async () => {
    const caller = somebody();
    await askBroken(caller, '11');
    await asks(caller, '안녕?', '12');
    await stored(caller, ['11 user', '11 assistant (cut)', '12 user', '12 assistant']);
    expect((await continues(caller, '11')).status).toBe(200);
    expect(lastPrompt()).toEqual([
      { role: 'user', content: '안녕?' },
      { role: 'assistant', content: expect.any(String) },
      { role: 'user', content: QUESTION },
      { role: 'assistant', content: expect.stringMatching(/1.*2/s) },
      { role: 'user', content: MORE },
    ]);
  });

  it('goes on from what was shown of an answer that was not stored', async () => {
    const caller = somebody();
    await asks(caller, '안녕?', '11');
    await stored(caller, ['11 user', '11 assistant']);
    expect((await continues(caller, '12', '하나, 둘, 셋')).status).toBe(200);
    expect(lastPrompt().slice(-2)).toEqual([
      { role: 'assistant', content: '하나, 둘, 셋' },
      { role: 'user', content: MORE },
    ]);
  });

  it('of nothing is a 404 that says so; no model is called, and nothing is remembered', async () => {
    const caller = somebody();
    expect(await continues(caller, '11')).toMatchObject({ status: 404, code: 'nothing_to_continue' });
    expect(standIns().openai.requests()).toHaveLength(0);
    await stored(caller, []);
  });

  it('does not take the answer of somebody else', async () => {
    const caller = somebody();
    await askBroken(caller, '11');
    const other = { ...caller, user_id: somebody().user_id };
    expect((await continues(other, '11')).code).toBe('nothing_to_continue');
  });
});
