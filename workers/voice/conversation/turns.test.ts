import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Effect, FIRST_TURNS, type Happening, type Turns } from './turn-state.ts';
import { nextTurns, resumeTurns, wholeUtterances } from './turns.ts';

const T0 = 1_000_000;

/** Plays happenings at their times; `at` in milliseconds from the beginning. */
function play(...script: readonly (readonly [at: number, happening: Happening])[]) {
  let turns: Turns = FIRST_TURNS;
  const effects: Effect[] = [];
  for (const [at, happening] of script) {
    const step = nextTurns(turns, happening, T0 + at);
    turns = step.turns;
    effects.push(...step.effects);
  }
  return { turns, effects, kinds: effects.map(({ kind }) => kind) };
}

const start = (utterance: number) => ({ kind: 'speech_start', utterance }) as const;
const end = (utterance: number, held = false) => ({ kind: 'speech_end', utterance, held }) as const;
const heard = (utterance: number, text: string) => ({ kind: 'transcript', utterance, text }) as const;
const ASKED = [
  [0, start(1)],
  [900, end(1)],
  [1_100, heard(1, '오늘 날씨가 어때요?')],
] as const;
const SPEAKING = [...ASKED, [1_500, { kind: 'sounding', turn: 1 }]] as const;
const asksOf = (effects: readonly Effect[]) => effects.filter((effect) => effect.kind === 'ask');

describe('the end of a turn', () => {
  it('asks as soon as a closed sentence is understood, since the silence was long enough by then', () => {
    const { turns, effects } = play(...ASKED);
    expect(asksOf(effects)).toEqual([{ kind: 'ask', turn: 1, attempt: 1, text: '오늘 날씨가 어때요?' }]);
    expect(turns.state).toBe('thinking');
  });

  it('transcribes before it is known whether the turn is over', () => {
    expect(play([0, start(1)], [900, end(1)]).effects).toContainEqual({ kind: 'transcribe', utterance: 1 });
  });

  it('waits for more where a sentence announces more, counted from the silence and not from the transcript', () => {
    const { turns, effects } = play(
      [0, start(1)],
      [900, end(1)],
      [1_100, heard(1, '제가 어제 서울에 갔는데')],
    );
    expect(turns.state).toBe('listening');
    expect(effects.at(-1)).toEqual({ kind: 'wait', untilMs: T0 + 900 - 250 + 900 });
  });

  it('takes each beginning of an utterance once', () => {
    expect(play([0, start(1)], [10, start(1)]).turns.pieces).toHaveLength(1);
  });

  it('has no endless patience with who goes on after all, and none below none', () => {
    let { turns } = play(...ASKED);
    for (let utterance = 2; utterance < 6; utterance += 1) {
      for (const [at, happening] of [
        [0, start(utterance)],
        [100, end(utterance)],
        [200, heard(utterance, '그래요?')],
        [3_000, { kind: 'pause_over' } as const],
      ] as const) {
        turns = nextTurns(turns, happening, T0 + utterance * 10_000 + at).turns;
      }
    }
    expect(turns.patienceMs).toBe(400);
    const answered = { kind: 'answered', turn: 1, hasSound: false } as const;
    expect(play(...ASKED, [1_500, answered]).turns.patienceMs).toBe(0);
  });

  it('is not changed by the end of an answer before', () => {
    const late = { kind: 'answered', turn: 0, hasSound: false } as const;
    expect(play(...SPEAKING, [1_600, late]).turns).toMatchObject({ state: 'speaking', turn: 1 });
  });

  it('takes nothing back of what was heard', () => {
    const played = (ms: number) => ({ kind: 'played', turn: 1, ms, ended: false }) as const;
    expect(play(...SPEAKING, [1_600, played(500)], [1_700, played(300)]).turns.playedMs).toBe(500);
    const { effects } = play(...SPEAKING, [1_600, { kind: 'barge_in', turn: 1, ms: -5 }]);
    expect(effects).toContainEqual({ kind: 'cancel', turn: 1, attempt: 1, heardMs: 0 });
  });

  it('asks what was said when nothing follows', () => {
    const { effects } = play(
      [0, start(1)],
      [900, end(1)],
      [1_100, heard(1, '그리고')],
      [1_550, { kind: 'pause_over' }],
    );
    expect(asksOf(effects)).toMatchObject([{ text: '그리고' }]);
  });

  it('puts utterances of one turn together', () => {
    const { effects, turns } = play(
      [0, start(1)],
      [900, end(1)],
      [1_100, heard(1, '제가 어제 서울에 갔는데')],
      [1_300, start(2)],
      [1_400, { kind: 'pause_over' }],
      [2_000, end(2)],
      [2_200, heard(2, '비가 왔어요.')],
    );
    expect(asksOf(effects)).toEqual([
      { kind: 'ask', turn: 1, attempt: 1, text: '제가 어제 서울에 갔는데 비가 왔어요.' },
    ]);
    expect(turns.utterance).toBe(2);
  });

  it('waits for the transcript of every utterance, whatever their order', () => {
    const { effects } = play(
      [0, start(1)],
      [500, end(1)],
      [700, start(2)],
      [1_000, end(2)],
      [1_100, heard(2, '두 번째예요.')],
      [1_400, heard(1, '첫 번째고')],
    );
    expect(asksOf(effects)).toMatchObject([{ text: '첫 번째고 두 번째예요.' }]);
  });

  it('takes what was pushed to talk for whole, whatever it ends with', () => {
    const { effects } = play([0, start(1)], [900, end(1, true)], [1_100, heard(1, '그리고')]);
    expect(asksOf(effects)).toHaveLength(1);
  });

  it('goes on listening where nothing was understood', () => {
    const { turns, effects } = play([0, start(1)], [300, end(1)], [500, heard(1, ' ')]);
    expect(turns).toMatchObject({ state: 'listening', pieces: [], utterance: 1 });
    expect(asksOf(effects)).toEqual([]);
  });
});

describe('a person who goes on', () => {
  it('is listened to, the answer that nobody heard is taken back, and all is asked once more', () => {
    const { effects, turns } = play(
      ...ASKED,
      [1_300, start(2)],
      [2_000, end(2)],
      [2_200, heard(2, '서울 말이에요.')],
    );
    expect(effects).toContainEqual({ kind: 'cancel', turn: 1, attempt: 1, heardMs: null });
    expect(asksOf(effects).at(-1)).toEqual({
      kind: 'ask',
      turn: 1,
      attempt: 2,
      text: '오늘 날씨가 어때요? 서울 말이에요.',
    });
    expect(turns.patienceMs).toBeGreaterThan(0);
  });

  it('is answered as before when it was a noise', () => {
    const { effects } = play(...ASKED, [1_300, start(2)], [1_400, { kind: 'speech_drop', utterance: 2 }]);
    expect(asksOf(effects).map((effect) => effect.kind === 'ask' && effect.text)).toEqual([
      '오늘 날씨가 어때요?',
      '오늘 날씨가 어때요?',
    ]);
  });
});

describe('barge-in', () => {
  it('stops the answer where it was heard, and what is said begins the next turn', () => {
    const { effects, turns } = play(
      ...SPEAKING,
      [2_000, start(2)],
      [2_160, { kind: 'barge_in', turn: 1, ms: 480 }],
      [2_800, end(2)],
      [3_000, heard(2, '그만')],
    );
    expect(effects).toContainEqual({ kind: 'cancel', turn: 1, attempt: 1, heardMs: 480 });
    expect(effects).toContainEqual({ kind: 'flush', turn: 1 });
    expect(asksOf(effects).at(-1)).toEqual({ kind: 'ask', turn: 2, attempt: 1, text: '그만' });
    expect(turns.turn).toBe(2);
  });

  it('is not made of a cough', () => {
    const { effects, turns } = play(
      ...SPEAKING,
      [2_000, start(2)],
      [2_100, { kind: 'speech_drop', utterance: 2 }],
    );
    expect(effects.some(({ kind }) => kind === 'flush')).toBe(false);
    expect(turns.state).toBe('speaking');
  });

  it('is taken from words that were understood when nobody said so', () => {
    const { effects } = play(
      ...SPEAKING,
      [1_900, { kind: 'played', turn: 1, ms: 400, ended: false }],
      [2_000, start(2)],
      [2_500, end(2)],
      [2_700, heard(2, '잠깐만요')],
    );
    expect(effects).toContainEqual({ kind: 'cancel', turn: 1, attempt: 1, heardMs: 400 });
  });

  it('counts once, and not for an earlier turn', () => {
    const { effects } = play(
      ...SPEAKING,
      [2_000, { kind: 'barge_in', turn: 1, ms: 300 }],
      [2_050, { kind: 'barge_in', turn: 1, ms: 300 }],
      [3_000, { kind: 'typed', number: 1, text: '계속해 줘' }],
      [3_500, { kind: 'sounding', turn: 2 }],
      [3_600, { kind: 'barge_in', turn: 1, ms: 300 }],
    );
    expect(effects.filter(({ kind }) => kind === 'flush')).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('is over when it was heard to its end, and the next turn begins', () => {
    const { turns } = play(
      ...SPEAKING,
      [3_000, { kind: 'answered', turn: 1, hasSound: true }],
      [4_000, { kind: 'played', turn: 1, ms: 2_000, ended: true }],
    );
    expect(turns).toMatchObject({ state: 'listening', turn: 2, pieces: [] });
  });

  it('is not over while more of it comes, though all that came was heard', () => {
    const { turns } = play(...SPEAKING, [4_000, { kind: 'played', turn: 1, ms: 2_000, ended: true }]);
    expect(turns.state).toBe('speaking');
  });

  it('without any sound is over at once', () => {
    expect(play(...ASKED, [2_000, { kind: 'answered', turn: 1, hasSound: false }]).turns).toMatchObject({
      state: 'listening',
      turn: 2,
      pieces: [],
    });
  });
});

describe('typed text', () => {
  it('is asked at once, also behind what was said', () => {
    const { effects } = play(
      [0, start(1)],
      [900, end(1)],
      [1_000, heard(1, '제 이름은')],
      [1_050, { kind: 'typed', number: 1, text: 'Ada' }],
    );
    expect(asksOf(effects)).toMatchObject([{ text: '제 이름은 Ada' }]);
  });

  it('interrupts an answer', () => {
    const { effects } = play(...SPEAKING, [2_000, { kind: 'typed', number: 1, text: '그만' }]);
    expect(effects.map(({ kind }) => kind)).toContain('flush');
    expect(asksOf(effects).at(-1)).toMatchObject({ turn: 2, text: '그만' });
  });

  it('that comes again is not asked again', () => {
    const typed = { kind: 'typed', number: 1, text: '안녕' } as const;
    expect(
      asksOf(play([0, typed], [10, { kind: 'answered', turn: 1, hasSound: false }], [20, typed]).effects),
    ).toHaveLength(1);
  });
});

describe('resumeTurns', () => {
  it('has what was not understood said again', () => {
    const { turns } = play([0, start(1)], [900, end(1)]);
    expect(wholeUtterances(turns)).toBe(1);
    expect(resumeTurns(turns, T0 + 5_000).turns).toMatchObject({ pieces: [], utterance: 0 });
  });

  it('has no words twice that were understood before others which were lost', () => {
    const { turns } = play(
      [0, start(1)],
      [500, end(1)],
      [700, start(2)],
      [1_000, end(2)],
      [1_100, heard(2, '두 번째예요.')],
    );
    expect(resumeTurns(turns, T0 + 5_000).turns).toMatchObject({ pieces: [], utterance: 0 });
  });

  it('asks again what was being answered', () => {
    const { turns } = play(...ASKED);
    const { effects } = resumeTurns(turns, T0 + 5_000);
    expect(effects).toContainEqual({ kind: 'cancel', turn: 1, attempt: 1, heardMs: null });
    expect(asksOf(effects)).toMatchObject([{ turn: 1, attempt: 2 }]);
  });

  it('ends an answer that was being spoken where it was heard last', () => {
    const { turns } = play(...SPEAKING, [2_000, { kind: 'played', turn: 1, ms: 700, ended: false }]);
    const resumed = resumeTurns(turns, T0 + 5_000);
    expect(resumed.effects).toContainEqual({ kind: 'cancel', turn: 1, attempt: 1, heardMs: 700 });
    expect(resumed.turns).toMatchObject({ state: 'listening', turn: 2 });
  });
});

const small = fc.integer({ min: 1, max: 4 });
const anything: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant('speech_start' as const), utterance: small }),
  fc.record({ kind: fc.constant('speech_end' as const), utterance: small, held: fc.boolean() }),
  fc.record({ kind: fc.constant('speech_drop' as const), utterance: small }),
  fc.record({
    kind: fc.constant('transcript' as const),
    utterance: small,
    text: fc.constantFrom('', '네', '그리고'),
  }),
  fc.record({ kind: fc.constant('typed' as const), number: small, text: fc.constant('글') }),
  fc.constant({ kind: 'pause_over' as const }),
  fc.record({ kind: fc.constant('sounding' as const), turn: small }),
  fc.record({ kind: fc.constant('answered' as const), turn: small, hasSound: fc.boolean() }),
  fc.record({ kind: fc.constant('played' as const), turn: small, ms: fc.nat(3_000), ended: fc.boolean() }),
  fc.record({ kind: fc.constant('barge_in' as const), turn: small, ms: fc.nat(3_000) }),
);

it('whatever happens: one answer at a time, none asked with nothing to say, turns only go up', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 60 }), (happenings) => {
      let turns: Turns = FIRST_TURNS;
      let running: { turn: number; attempt: number } | null = null;
      for (const [index, happening] of happenings.entries()) {
        const before = turns;
        const step = nextTurns(turns, happening, T0 + index * 300);
        turns = step.turns;
        expect(turns.turn).toBeGreaterThanOrEqual(before.turn);
        for (const effect of step.effects) {
          if (effect.kind === 'cancel') running = null;
          if (effect.kind === 'ask') {
            expect(effect.text).not.toBe('');
            expect(running).toBeNull();
            running = { turn: effect.turn, attempt: effect.attempt };
          }
        }
        if (turns.turn > before.turn)
          running = step.effects.some(({ kind }) => kind === 'ask') ? running : null;
        expect(running === null).toBe(turns.state === 'listening');
        expect(JSON.parse(JSON.stringify(turns))).toEqual(turns);
      }
    }),
  );
});
