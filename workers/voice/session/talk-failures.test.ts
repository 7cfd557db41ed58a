import { describe, expect, it } from 'vitest';
import { textsOf } from '../locale/choose.ts';
import { startTalk } from './talk-fixtures.ts';

describe('when a provider is down', () => {
  it('for hearing: says so, and takes what is typed', async () => {
    const scene = startTalk({ transcript: 'provider_unavailable' });
    scene.say();
    await scene.pass(0);
    expect(scene.notices()).toEqual(['provider_unavailable']);
    expect(scene.calls).toEqual(['transcribe']);
    scene.talk.receive({ type: 'text', number: 1, text: '날씨는?' });
    await scene.pass(0);
    expect(scene.calls).toContain('ask talk-a-1-1 날씨는?');
  });

  it('for answering: says so, and listens again', async () => {
    const scene = startTalk({ answer: [], fails: 'provider_unavailable' });
    scene.say();
    await scene.pass(0);
    expect(scene.notices()).toEqual(['provider_unavailable']);
    expect(scene.states()).toEqual(['thinking', 'listening']);
    scene.world.fails = null;
    scene.world.answer = ['네.'];
    scene.say(2);
    await scene.pass(0);
    expect(scene.captions('libra').at(-1)).toBe('네.');
  });

  it('in the middle of an answer: speaks what there was, and says so', async () => {
    const scene = startTalk({ fails: 'provider_interrupted' });
    scene.say();
    await scene.pass(0);
    expect(scene.captions('libra').at(-1)).toBe('오늘은 맑아요. 그리고 따뜻하기도 할 거예요.');
    expect(scene.notices()).toEqual(['provider_interrupted']);
  });

  it('for speaking: answers in writing, says so once, and listens again', async () => {
    const scene = startTalk({ speech: 'circuit_open' });
    scene.say();
    await scene.pass(0);
    expect(scene.captions('libra').at(-1)).toBe('오늘은 맑아요. 그리고 따뜻하기도 할 거예요.');
    expect(scene.notices()).toEqual(['circuit_open']);
    expect(scene.states()).toEqual(['thinking', 'listening']);
  });
});

describe('when the budget is used up', () => {
  it('says so with sound that was made before, and ends when it was heard', async () => {
    const scene = startTalk({ answer: [], fails: 'budget_user', canned: new Uint8Array(9_600) });
    scene.say();
    await scene.pass(0);
    const clause = scene.events.find((event) => event.type === 'clause');
    expect(clause).toMatchObject({ turn: 2, text: textsOf('ko').budgetUsed });
    expect(scene.ended()).toBeNull();
    scene.talk.receive({ type: 'played', turn: 2, ms: 200, ended: true });
    expect(scene.ended()).toBe('budget_used');
  });

  it('is written alone where there is no such sound, also while hearing', async () => {
    const scene = startTalk({ transcript: 'budget_user' });
    scene.say();
    await scene.pass(0);
    expect(scene.notices()).toEqual(['budget_user']);
    expect(scene.ended()).toBe('budget_used');
  });
});
