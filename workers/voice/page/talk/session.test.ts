import { describe, expect, it } from 'vitest';
import type { FromVoice, TalkAdmission } from '../../../../shared/contract/talk.ts';
import { type Effect, FIRST, type Input, type Talk } from './model.ts';
import { step } from './session.ts';
import { shownState } from './shown-state.ts';

const ADMISSION: TalkAdmission = {
  key: 'key',
  locale: 'en',
  channel_name: 'general',
  seconds_left: 600,
  realtime: false,
};
/** Ten milliseconds of what is heard. */
const TEN_MS = 240;

type Unnumbered<Event> = Event extends FromVoice ? Omit<Event, 'seq'> : never;

/** A conversation on a clock of its own. */
function setUp() {
  let talk: Talk = FIRST;
  let now = 0;
  let seq = 0;
  let effects: Effect[] = [];
  const happen = (...inputs: Input[]) => {
    for (const input of inputs) {
      const [next, wanted] = step(talk, input, now);
      talk = next;
      effects.push(...wanted);
    }
  };
  return {
    happen,
    talk: () => talk,
    state: () => shownState(talk),
    later(ms: number) {
      now += ms;
    },
    say(event: Unnumbered<FromVoice>) {
      seq += 1;
      happen({ kind: 'server', event: { ...event, seq } as FromVoice });
    },
    again(event: Unnumbered<FromVoice>, oldSeq: number) {
      happen({ kind: 'server', event: { ...event, seq: oldSeq } as FromVoice });
    },
    /** What is to be done since this was asked last. */
    done(): Effect[] {
      const wanted = effects;
      effects = [];
      return wanted;
    },
  };
}

const READY = { type: 'ready', state: 'listening', seconds_left: 600, utterance: 0, texts: 0 } as const;
const START: Input = { kind: 'speech', event: { kind: 'start', utterance: 1 } };
const SURE: Input = { kind: 'speech', event: { kind: 'sure', utterance: 1 } };
const END: Input = { kind: 'speech', event: { kind: 'end', utterance: 1, held: false } };
const DROP: Input = { kind: 'speech', event: { kind: 'drop', utterance: 1 } };

function live() {
  const session = setUp();
  session.happen({ kind: 'admitted', admission: ADMISSION }, { kind: 'begin' }, { kind: 'open' });
  session.happen({ kind: 'microphone', state: 'on' });
  session.say(READY);
  session.done();
  return session;
}

/** Libra has said 500 ms of turn 1. */
function speaking() {
  const session = live();
  session.say({ type: 'state', state: 'speaking' });
  session.happen({ kind: 'audio', turn: 1, first: 0, samples: 100 * TEN_MS });
  session.happen({ kind: 'playback', report: { kind: 'started', turn: 1 } });
  session.happen({ kind: 'playback', report: { kind: 'position', turn: 1, samples: 50 * TEN_MS } });
  session.done();
  return session;
}

describe('before the conversation', () => {
  it('waits for a press, then opens sound, microphone and connection', () => {
    const session = setUp();
    expect(session.state()).toBe('admitting');
    session.happen({ kind: 'admitted', admission: ADMISSION });
    expect(session.state()).toBe('ready');
    expect(session.done()).toEqual([]);
    session.happen({ kind: 'begin' });
    expect(session.done()).toEqual([{ do: 'open_audio' }, { do: 'connect', afterMs: 0 }]);
    expect(session.state()).toBe('asking');
  });

  it('begins once, however often it is pressed', () => {
    const session = live();
    session.happen({ kind: 'begin' });
    expect(session.done()).toEqual([]);
  });

  it('tries the link again where the Worker could not be reached, and not where it is used up', () => {
    const session = setUp();
    session.happen({ kind: 'not_admitted', why: 'unreachable' }, { kind: 'retry' });
    expect(session.done()).toEqual([{ do: 'admit' }]);
    session.happen({ kind: 'not_admitted', why: 'link_used' }, { kind: 'retry' });
    expect(session.done()).toEqual([]);
    expect(session.state()).toBe('link_used');
  });

  it('says so where the minutes of the day are used up before it has begun', () => {
    const session = setUp();
    session.happen({ kind: 'not_admitted', why: 'time_used' });
    expect([session.state(), session.talk().ended]).toEqual(['ended', { reason: 'time_used', text: '' }]);
    expect(session.done()).toEqual([]);
  });

  it('says that the link is used up where its key opens nothing', () => {
    const session = setUp();
    session.happen({ kind: 'admitted', admission: ADMISSION }, { kind: 'begin' }, { kind: 'open' });
    session.happen({ kind: 'closed', code: 4003, random: 0 });
    expect(session.state()).toBe('link_used');
  });
});

describe('the one state', () => {
  it('is what the Worker says, and speaking as long as something is heard', () => {
    const session = live();
    expect(session.state()).toBe('listening');
    session.say({ type: 'state', state: 'thinking' });
    expect(session.state()).toBe('thinking');
    session.say({ type: 'state', state: 'listening' });
    session.happen({ kind: 'audio', turn: 1, first: 0, samples: 10 });
    expect(session.state()).toBe('speaking');
    session.happen({ kind: 'playback', report: { kind: 'ended', turn: 1, samples: 10 } });
    expect(session.state()).toBe('listening');
  });

  it('is that of the person while they speak', () => {
    const session = speaking();
    session.happen(START);
    expect(session.state()).toBe('hearing');
  });

  it.each(['refused', 'missing', 'busy', 'unplugged', 'unsupported'] as const)(
    'is the microphone where it is %s, and the conversation goes on by typing',
    (state) => {
      const session = live();
      session.happen({ kind: 'microphone', state });
      expect(session.state()).toBe('no_microphone');
      session.happen({ kind: 'typed', text: ' hello ' });
      expect(session.done()).toEqual([{ do: 'type', text: 'hello' }]);
      session.say({ type: 'state', state: 'thinking' });
      expect(session.state()).toBe('thinking');
    },
  );
});

describe('speaking over Libra', () => {
  it('stops it at once, and tells where when it was speech', () => {
    const session = speaking();
    session.happen(START);
    expect(session.done()).toContainEqual({ do: 'hold', held: true });
    session.happen({ kind: 'playback', report: { kind: 'held', turn: 1, samples: 60 * TEN_MS } }, SURE);
    expect(session.done()).toContainEqual({ do: 'flush', turn: 1, over: true });
    session.happen({ kind: 'playback', report: { kind: 'flushed', turn: 1, samples: 60 * TEN_MS } });
    expect(session.done()).toEqual([{ do: 'say', event: { type: 'barge_in', turn: 1, ms: 600 } }]);
  });

  it('takes no more audio of that turn', () => {
    const session = speaking();
    session.happen(START, SURE);
    session.happen({ kind: 'playback', report: { kind: 'flushed', turn: 1, samples: 0 } });
    session.happen({ kind: 'audio', turn: 1, first: 0, samples: 10 });
    expect(session.talk().silenced).toBe(1);
    expect(session.talk().audible).toBeNull();
  });

  it('goes on where it was when it was no speech', () => {
    const session = speaking();
    session.happen(START, DROP);
    const effects = session.done();
    expect(effects).toContainEqual({ do: 'hold', held: false });
    expect(effects.filter(({ do: what }) => what === 'flush' || what === 'say')).toEqual([]);
  });

  it('stops also what has arrived and is not heard yet', () => {
    const session = live();
    session.happen({ kind: 'audio', turn: 1, first: 0, samples: 10 }, START, SURE);
    session.happen({ kind: 'playback', report: { kind: 'flushed', turn: 1, samples: 0 } });
    expect(session.done()).toContainEqual({ do: 'say', event: { type: 'barge_in', turn: 1, ms: 0 } });
  });

  it('is no barge-in where nothing is said', () => {
    const session = live();
    session.happen(START, SURE, END);
    expect(session.done().map(({ do: what }) => what)).toEqual(['speak', 'hold', 'speak', 'speak', 'hold']);
  });

  it('is none either where the Worker has flushed', () => {
    const session = speaking();
    session.say({ type: 'flush', turn: 1 });
    session.happen({ kind: 'playback', report: { kind: 'flushed', turn: 1, samples: 0 } });
    expect(session.done()).toEqual([{ do: 'flush', turn: 1, over: false }]);
    expect(session.talk().audible).toBeNull();
  });
});

describe('an answer that the Worker has given up', () => {
  it('is not heard on while it listens', () => {
    const session = speaking();
    session.say({ type: 'state', state: 'listening' });
    expect(session.done()).toEqual([{ do: 'flush', turn: 1, over: false }]);
  });

  it('is heard again in another wording', () => {
    const session = speaking();
    session.say({ type: 'flush', turn: 1 });
    session.happen({ kind: 'playback', report: { kind: 'flushed', turn: 1, samples: 0 } });
    session.happen({ kind: 'audio', turn: 1, first: 100 * TEN_MS, samples: 10 });
    expect(session.talk().audible?.turn).toBe(1);
  });
});

describe('what has been heard', () => {
  it('is told each second, and at the end exactly', () => {
    const session = speaking();
    const at = (ms: number): Input => ({
      kind: 'playback',
      report: { kind: 'position', turn: 1, samples: (ms / 10) * TEN_MS },
    });
    session.happen(at(900), at(1_000), at(1_100), at(1_900), at(2_050));
    session.happen({ kind: 'playback', report: { kind: 'ended', turn: 1, samples: 210 * TEN_MS } });
    expect(session.done()).toEqual([
      { do: 'say', event: { type: 'played', turn: 1, ms: 1_000, ended: false } },
      { do: 'say', event: { type: 'played', turn: 1, ms: 2_050, ended: false } },
      { do: 'say', event: { type: 'played', turn: 1, ms: 2_100, ended: true } },
    ]);
  });
});

describe('a lost connection', () => {
  it('is tried again at once, and says what has arrived', () => {
    const session = speaking();
    session.happen({ kind: 'closed', code: 1006, random: 0 });
    expect(session.state()).toBe('reconnecting');
    expect(session.done()).toEqual([{ do: 'shut_outbox' }, { do: 'connect', afterMs: 0 }]);
    session.happen({ kind: 'open' });
    const audio = { turn: 1, samples: 100 * TEN_MS };
    expect(session.done()).toEqual([{ do: 'hello', event: { type: 'hello', seen: 2, audio } }]);
    session.say({ ...READY, utterance: 3, texts: 1 });
    expect(session.done()).toEqual([{ do: 'open_outbox', known: { utterance: 3, texts: 1 } }]);
    expect(session.talk().lost).toBeNull();
  });

  it('takes each event once that is sent again', () => {
    const session = live();
    const caption = { type: 'caption', turn: 1, speaker: 'libra', text: 'one', final: false } as const;
    session.say(caption);
    session.again({ ...caption, text: 'old' }, 2);
    expect(session.talk().lines.map(({ text }) => text)).toEqual(['one']);
  });

  it('is waited for longer with each try, and at once where the network is back', () => {
    const session = live();
    session.happen({ kind: 'closed', code: 1006, random: 1 }, { kind: 'closed', code: 1006, random: 1 });
    session.happen({ kind: 'closed', code: 1006, random: 1 }, { kind: 'online' });
    const waits = session.done().flatMap((effect) => (effect.do === 'connect' ? [effect.afterMs] : []));
    expect(waits).toEqual([0, 250, 500, 0]);
  });

  it('is the end when it does not come back', () => {
    const session = live();
    session.happen({ kind: 'closed', code: 1006, random: 0 });
    session.later(25_001);
    session.happen({ kind: 'tick' });
    expect(session.talk().ended).toEqual({ reason: 'lost', text: '' });
  });

  it.each([4000, 4002, 4003])('is not tried again after code %i', (code) => {
    const session = live();
    session.happen({ kind: 'closed', code, random: 0 });
    expect(session.state()).toBe('ended');
    expect(session.done().some((effect) => effect.do === 'connect')).toBe(false);
  });
});

describe('the end', () => {
  it('says whether to post the transcript, and takes the answer', () => {
    const session = live();
    session.happen({ kind: 'end', post: true }, { kind: 'end', post: false });
    expect(session.done()).toEqual([
      { do: 'mute', muted: true },
      { do: 'say', event: { type: 'end', post: true } },
    ]);
    expect(session.state()).toBe('ending');
    session.say({ type: 'ended', reason: 'person', text: 'Goodbye.' });
    expect(session.state()).toBe('ended');
    expect(session.done()).toContainEqual({ do: 'close_audio', playOut: false });
  });

  it('comes without an answer, too', () => {
    const session = live();
    session.happen({ kind: 'end', post: false });
    session.later(5_001);
    session.happen({ kind: 'tick' });
    expect(session.talk().ended?.reason).toBe('person');
  });

  it('lets the last sentence be heard where the Worker ends it', () => {
    const session = speaking();
    session.say({ type: 'ended', reason: 'budget_used', text: 'It is used up.' });
    expect(session.done()).toContainEqual({ do: 'close_audio', playOut: true });
  });

  it('is followed by nothing', () => {
    const session = live();
    session.say({ type: 'ended', reason: 'idle', text: '' });
    session.done();
    session.happen({ kind: 'closed', code: 1006, random: 0 }, { kind: 'tick' }, { kind: 'end', post: true });
    session.say({ type: 'state', state: 'thinking' });
    expect(session.done()).toEqual([]);
    expect(session.state()).toBe('ended');
  });
});

describe('a used-up budget', () => {
  const NOTICE = { type: 'notice', code: 'budget_user', text: 'It is used up.', fatal: true } as const;
  const ENDED = { type: 'ended', reason: 'budget_used', text: '' } as const;

  it('is read aloud by the browser where the Worker could not say it', () => {
    const session = live();
    session.say(NOTICE);
    session.say(ENDED);
    expect(session.done()).toContainEqual({ do: 'read_aloud', text: 'It is used up.' });
  });

  it('is not said twice', () => {
    const session = live();
    session.say(NOTICE);
    session.say({ type: 'clause', turn: 1, text: 'It is used up.', from: 0 });
    session.say(ENDED);
    expect(session.done().some((effect) => effect.do === 'read_aloud')).toBe(false);
  });
});

it('counts the time that is left while nobody says anything', () => {
  const session = live();
  session.happen({ kind: 'tick' }, { kind: 'tick' });
  expect(session.talk().secondsLeft).toBe(598);
  session.say({ type: 'seconds_left', seconds: 1 });
  session.happen({ kind: 'tick' }, { kind: 'tick' });
  expect(session.talk().secondsLeft).toBe(0);
});

it('keeps captions and mute to itself', () => {
  const session = live();
  session.happen({ kind: 'captions', on: false }, { kind: 'mute', muted: true });
  expect(session.done()).toEqual([{ do: 'mute', muted: true }]);
  expect(session.state()).toBe('muted');
});

it('types nothing that is blank', () => {
  const session = live();
  session.happen({ kind: 'typed', text: '  ' });
  expect(session.done()).toEqual([]);
});
