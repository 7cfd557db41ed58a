import { describe, expect, it } from 'vitest';
import { startTalk } from './talk-fixtures.ts';

describe('an interruption', () => {
  it('keeps what was heard in the history and in the transcript', async () => {
    const scene = startTalk();
    scene.say();
    await scene.pass(0);
    // A tenth of a second a clause: the first one and nothing of the second.
    scene.talk.receive({ type: 'barge_in', turn: 1, ms: 100 });
    await scene.pass(5_000);
    expect(scene.calls).toContain('heard talk-a-1-1 오늘은 맑아요.…');
    expect(scene.events.some((event) => event.type === 'flush' && event.turn === 1)).toBe(true);
    expect(scene.talk.lines().at(-1)).toEqual({ speaker: 'libra', text: '오늘은 맑아요.…' });
  });

  it('before anything was heard takes the question back, and asks all of it once more', async () => {
    const scene = startTalk({ hangs: true });
    scene.say();
    await scene.pass(0);
    scene.world.hangs = false;
    scene.world.transcript = '서울 말이에요.';
    scene.say(2);
    await scene.pass(1_000);
    expect(scene.calls).toContain('forget talk-a-1-1');
    expect(scene.calls).toContain('ask talk-a-1-2 오늘 날씨가 어때요? 서울 말이에요.');
    expect(scene.talk.lines().filter(({ speaker }) => speaker === 'person')).toHaveLength(1);
  });

  it('drops what went ahead of a clause that is not spoken any more', async () => {
    const scene = startTalk({ hangs: true });
    scene.say();
    await scene.pass(500);
    expect(scene.calls.at(-1)).toBe('open 200');
    scene.say(2);
    await scene.pass(0);
    expect(scene.calls).toContain('dropped');
  });
});
