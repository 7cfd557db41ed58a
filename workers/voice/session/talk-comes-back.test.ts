import { describe, expect, it } from 'vitest';
import { settle, startTalk } from './talk-fixtures.ts';

describe('a page that comes back', () => {
  it('gets what it has missed, in order, and what is whole here', async () => {
    const scene = startTalk();
    scene.say();
    await scene.pass(0);
    const { length } = scene.events;
    const seen = scene.events[2]?.seq ?? 0;
    scene.talk.hello({ type: 'hello', seen });
    const again = scene.events.slice(length);
    expect(again.every(({ seq }) => seq > seen)).toBe(true);
    expect(again.at(-1)).toMatchObject({ type: 'ready', state: 'speaking', utterance: 1, texts: 0 });
  });

  it('finds the conversation again when its memory was replaced in the meantime', async () => {
    const before = startTalk();
    before.say();
    await before.pass(0);
    before.talk.receive({ type: 'played', turn: 1, ms: 200, ended: true });
    const after = startTalk({}, before.saved());
    after.talk.hello({ type: 'hello', seen: 0 });
    expect(after.events.some((event) => event.type === 'caption' && event.text.includes('맑아요'))).toBe(
      true,
    );
    after.say(2);
    await after.pass(0);
    expect(after.calls).toContain('ask talk-a-2-1 오늘 날씨가 어때요?');
  });

  it('is told that an answer is cut off, though more was sent of it than was stored', async () => {
    const before = startTalk();
    before.say();
    await before.pass(0);
    const stored = before.saved();
    for (const text of ['one', 'two', 'three']) before.talk.notice('internal', text, false);
    const seen = before.events.at(-1)?.seq ?? 0;
    expect(seen).toBeGreaterThan(stored.log.seq + 2);
    const after = startTalk({}, stored);
    after.talk.hello({ type: 'hello', seen });
    expect(after.events.filter(({ seq }) => seq > seen).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['flush', 'state', 'ready']),
    );
  });

  it('has a question asked again whose answer was lost', async () => {
    const before = startTalk({ answer: [] });
    before.say();
    await settle();
    const lost = { ...before.saved(), turns: { ...before.saved().turns, state: 'thinking' as const } };
    const { turns } = lost;
    const pieces = [{ utterance: 1, text: '뭐예요?', endedAtMs: 1 }];
    const after = startTalk({}, { ...lost, turns: { ...turns, turn: 1, asked: 1, pieces } });
    await after.pass(0);
    expect(after.calls.filter((call) => call.startsWith('ask'))).toEqual(['ask talk-a-1-2 뭐예요?']);
  });
});
