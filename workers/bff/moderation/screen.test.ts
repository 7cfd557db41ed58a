import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatAnswerEnd } from '../../../shared/chat/relay.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { encodeComment, encodeData } from '../../../shared/sse/encode.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { refuseClient, refusePerson } from './refuse.ts';
import { type ScreenOptions, screenAnswer } from './screen.ts';
import type { JudgedAnswer } from './session.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const BLOCKED: Failure = { code: 'content_blocked', evidence: { categories: ['violence'], side: 'answer' } };
const END = encodeComment(formatAnswerEnd({ prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }));
const frame = (content: string) =>
  encodeData(JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }] }));
const FINISH = encodeData(
  JSON.stringify({ id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
);
const ROLE = encodeData(
  JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] }),
);

/** A model that says what it is told to, and a judge that answers when it is told to. */
function setUp(options: Partial<ScreenOptions> & { answer?: JudgedAnswer } = {}) {
  let source: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      source = controller;
    },
    cancel() {
      isCancelled = true;
    },
  });
  const question = Promise.withResolvers<Failure | null>();
  const windows: { text: string; rule: (failure: Failure | null) => void }[] = [];
  const screen = screenAnswer(body, {
    session: {
      question: question.promise,
      answer: options.answer ?? 'in_windows',
      judgeQuestion: () => question.promise,
      judgeAnswer: (text) => new Promise((rule) => windows.push({ text, rule })),
    },
    holdMs: 250,
    clock: platformClock,
    refuse: refusePerson,
    ...options,
  });
  let shown = '';
  let state: 'open' | 'closed' | 'broken' = 'open';
  const reader = screen.body.pipeThrough(new TextDecoderStream()).getReader();
  const done = (async () => {
    try {
      for (;;) {
        const { done: isDone, value } = await reader.read();
        if (isDone) break;
        shown += value;
      }
      state = 'closed';
    } catch {
      state = 'broken';
    }
  })();
  return {
    windows,
    withheld: screen.withheld,
    say: (text: string) => source?.enqueue(new TextEncoder().encode(text)),
    end: () => source?.close(),
    breakOff: () => source?.error(new Error('broken')),
    cancel: () => reader.cancel(),
    decide: question.resolve,
    /** What has gone out, once `ms` have passed. */
    shownAfter: async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms);
      return shown;
    },
    state: () => state,
    isCancelled: () => isCancelled,
    done,
  };
}

describe('the first text', () => {
  it('waits for the verdict on the question', async () => {
    const { say, decide, shownAfter } = setUp();
    say(ROLE + frame('안녕'));
    expect(await shownAfter(200)).toBe(ROLE);
    decide(null);
    expect(await shownAfter(0)).toBe(ROLE + frame('안녕'));
  });

  it('waits no longer than it may', async () => {
    const { say, shownAfter } = setUp();
    say(frame('안녕'));
    expect(await shownAfter(249)).toBe('');
    expect(await shownAfter(2)).toBe(frame('안녕'));
  });

  it('goes out at once when the question has been judged before', async () => {
    const { say, decide, shownAfter } = setUp();
    decide(null);
    say(frame('안녕'));
    expect(await shownAfter(0)).toBe(frame('안녕'));
  });

  it('is held with all of a text that is long at once', async () => {
    const { say, decide, shownAfter, windows } = setUp();
    decide(null);
    say(frame('a'.repeat(25)));
    expect(await shownAfter(99)).toBe('');
    await shownAfter(1);
    expect(windows.map(({ text }) => text)).toEqual(['a'.repeat(25)]);
    windows[0]?.rule(null);
    expect(await shownAfter(0)).toBe(frame('a'.repeat(25)));
  });
});

describe('an answer that is heard', () => {
  const sound = (data: string) =>
    encodeData(JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { audio: { data } } }] }));

  it('is not heard before what it says has been judged, and then goes on without waiting for more text', async () => {
    const { say, decide, shownAfter, windows } = setUp({ isHeard: true });
    decide(null);
    say(frame('kill') + sound('AAAA'));
    expect(await shownAfter(100)).toBe('');
    expect(windows.map(({ text }) => text)).toEqual(['kill']);
    say(sound('BBBB'));
    expect(await shownAfter(0)).toBe('');
    windows[0]?.rule(null);
    expect(await shownAfter(0)).toBe(frame('kill') + sound('AAAA'));
    expect(await shownAfter(400)).toBe(frame('kill') + sound('AAAA') + sound('BBBB'));
  });

  it('that is refused is never heard', async () => {
    const { say, decide, shownAfter, windows } = setUp({ isHeard: true });
    decide(null);
    say(frame('something bad') + sound('AAAA'));
    await shownAfter(100);
    windows[0]?.rule(BLOCKED);
    expect(await shownAfter(0)).toBe(refusePerson(BLOCKED));
  });
});

describe('an answer', () => {
  it('that is short costs one verdict, and goes out whole', async () => {
    const { say, end, decide, shownAfter, windows, state } = setUp();
    decide(null);
    say(frame('one ') + frame('two'));
    await shownAfter(0);
    say(frame(' three') + FINISH + END);
    end();
    await shownAfter(0);
    expect(windows.map(({ text }) => text)).toEqual(['one two three']);
    expect(state()).toBe('open');
    windows[0]?.rule(null);
    expect(await shownAfter(0)).toBe(frame('one ') + frame('two') + frame(' three') + FINISH + END);
    expect(state()).toBe('closed');
  });

  it('that has gone out before it was judged is judged at its end, though nothing came behind it', async () => {
    const { say, end, decide, shownAfter, windows } = setUp();
    decide(null);
    say(frame('kill them'));
    expect(await shownAfter(0)).toBe(frame('kill them'));
    say(FINISH + END);
    end();
    await shownAfter(0);
    expect(windows.map(({ text }) => text)).toEqual(['kill them']);
    windows[0]?.rule(BLOCKED);
    expect(await shownAfter(0)).toBe(frame('kill them') + END + refusePerson(BLOCKED));
  });

  it('is judged in windows that grow and overlap', async () => {
    const { say, decide, shownAfter, windows } = setUp();
    decide(null);
    say(frame('kil'));
    await shownAfter(0);
    say(frame('l them'));
    expect(await shownAfter(999)).toBe(frame('kil'));
    await shownAfter(1);
    expect(windows.map(({ text }) => text)).toEqual(['kill them']);
    windows[0]?.rule(null);
    expect(await shownAfter(0)).toBe(frame('kil') + frame('l them'));
    say(frame(' all'));
    await shownAfter(1_999);
    expect(windows).toHaveLength(1);
    await shownAfter(1);
    expect(windows[1]?.text).toBe('kill them all');
  });

  it('ends with the refusal, and its call ends too', async () => {
    const { say, decide, shownAfter, windows, withheld, isCancelled, state } = setUp();
    decide(null);
    say(frame('ok '));
    await shownAfter(0);
    say(frame('something bad'));
    await shownAfter(1_000);
    say(frame(' and more'));
    await shownAfter(0);
    windows[0]?.rule(BLOCKED);
    const shown = await shownAfter(0);
    expect(shown).toBe(frame('ok ') + refusePerson(BLOCKED));
    expect(withheld()).toBe('something bad and more');
    expect([state(), isCancelled()]).toEqual(['closed', true]);
  });

  it('is refused with its question, however far it has come', async () => {
    const { say, decide, shownAfter, state } = setUp();
    say(frame('ok '));
    expect(await shownAfter(300)).toBe(frame('ok '));
    decide({ ...BLOCKED, evidence: { side: 'question' } });
    expect(await shownAfter(0)).toContain('content_blocked');
    expect(state()).toBe('closed');
  });

  it('does not end before its question has been judged', async () => {
    const { say, end, decide, shownAfter, windows, state } = setUp();
    say(frame('ok') + FINISH + END);
    end();
    await shownAfter(300);
    windows[0]?.rule(null);
    expect(await shownAfter(1_000)).toBe('');
    decide(null);
    expect(await shownAfter(0)).toBe(frame('ok') + FINISH + END);
    expect(state()).toBe('closed');
  });

  it('passes unread where only questions are judged, and still waits for that verdict at its end', async () => {
    const { say, end, decide, shownAfter, windows, state } = setUp({ answer: 'not' });
    say(frame('a'.repeat(100)));
    expect(await shownAfter(250)).toBe(frame('a'.repeat(100)));
    say(frame('more') + FINISH + END);
    end();
    expect(await shownAfter(0)).toBe(frame('a'.repeat(100)) + frame('more') + FINISH);
    expect(state()).toBe('open');
    decide(null);
    expect((await shownAfter(0)).endsWith(END)).toBe(true);
    expect([state(), windows.length]).toEqual(['closed', 0]);
  });

  it('that is judged whole shows nothing before its end, and waits for no verdict on its question', async () => {
    const { say, end, decide, shownAfter, windows, state } = setUp({ answer: 'whole' });
    say(ROLE + frame('one '));
    expect(await shownAfter(10_000)).toBe(ROLE);
    say(frame('two') + FINISH + END);
    end();
    await shownAfter(0);
    expect(windows.map(({ text }) => text)).toEqual(['one two']);
    decide(null);
    windows[0]?.rule(null);
    expect(await shownAfter(0)).toBe(ROLE + frame('one ') + frame('two') + FINISH + END);
    expect(state()).toBe('closed');
  });

  it('that breaks off does not show what was held', async () => {
    const { say, decide, shownAfter, breakOff, state, withheld } = setUp();
    decide(null);
    say(frame('ok '));
    await shownAfter(0);
    say(frame('held'));
    await shownAfter(0);
    breakOff();
    expect(await shownAfter(1_000)).toBe(frame('ok '));
    expect([state(), withheld()]).toEqual(['broken', 'held']);
  });

  it('keeps its heartbeats while it is held', async () => {
    const { say, shownAfter } = setUp();
    say(frame('ok') + encodeComment('heartbeat'));
    expect(await shownAfter(0)).toBe(encodeComment('heartbeat'));
  });

  it('ends its call when its reader goes', async () => {
    const { say, shownAfter, cancel, isCancelled } = setUp();
    say(frame('ok'));
    await shownAfter(0);
    await cancel();
    await shownAfter(10_000);
    expect(isCancelled()).toBe(true);
  });

  it('tells an API client of a filter, and what was counted', async () => {
    const { say, end, decide, shownAfter, windows } = setUp({ refuse: refuseClient });
    decide(null);
    say(frame('something bad') + FINISH + END);
    end();
    await shownAfter(0);
    windows[0]?.rule(BLOCKED);
    const shown = await shownAfter(0);
    expect(shown.startsWith(END)).toBe(true);
    expect(shown).toContain('"finish_reason":"content_filter"');
    expect(shown).not.toContain('something');
  });
});
