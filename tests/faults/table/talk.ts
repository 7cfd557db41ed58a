/** A part fails during a live conversation. Played on the object that holds it, under a clock of its own (tests/faults/run-talk.ts). */
import type { TalkEnd } from '../../../shared/contract/talk.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

/** `answering aloud`: by a realtime model. */
export type TalkCall = 'hearing' | 'answering aloud' | 'answering' | 'speaking';

/**
 * A code: the bff refuses with it. `hangs`: nothing comes. `breaks off`: in the middle of what comes. `ends at once`: it begins, and
 * nothing follows. `writes alone`: an answer without sound.
 */
export type TalkTrouble = ErrorCode | 'hangs' | 'breaks off' | 'ends at once' | 'writes alone';

/** The bff as it is now; what is not named is well. `from`: the first calls of this kind that are well. */
export type TalkTroubles = Partial<Record<TalkCall, { trouble: TalkTrouble; from?: number }>>;

export type TalkStep =
  | 'speak'
  | 'type'
  /** Each waits until it has happened. */
  | 'until it is sent to be heard'
  | 'until it is asked'
  | 'until it is sent to be spoken'
  | 'until some of it is heard'
  /** Whether or not a page is there to hear it. */
  | 'until all of it is made'
  | 'until all of it has come'
  | 'until it is told'
  | 'until it is told twice'
  | 'play it to its end'
  | 'lose the connection'
  /** The network is gone: no more `ping` comes, and nothing is closed. */
  | 'vanish'
  | 'come back'
  /** Its memory is gone; storage and sockets are there. */
  | 'replace the object'
  /** The same page once more, with the same key. */
  | 'open it in a second tab'
  | 'open the link again'
  | 'use /talk again'
  | 'end it with a transcript'
  | { pass: number }
  | { set: TalkTroubles };

export interface TalkFault {
  /** Completes "In a conversation …". Unique. */
  what: string;
  before?: TalkTroubles;
  /** Discord's answers to a transcript, in order. */
  discord?: readonly number[];
  steps: readonly TalkStep[];
  expected: {
    /** Of Libra's newest answer: what is heard, and what is read. */
    heard: 'all' | 'the beginning' | 'nothing';
    read: 'all' | 'the beginning' | 'nothing';
    /** That the budget is used up is said aloud. */
    saysSo?: true;
    /** Codes of what the page is told, in order. */
    told: readonly ErrorCode[];
    /** What came of a transcript that was to be posted. */
    transcript?: 'posted' | 'failed';
    /** Null: it goes on, and the next question is answered as if nothing had been. */
    ends: TalkEnd | null;
    /** Requests to hear, to answer and to speak, those of the next question left out; with a realtime model those to it second. */
    calls:
      | readonly [heard: number, asked: number, spoken: number]
      | readonly [heard: number, askedAloud: number, asked: number, spoken: number];
  };
}

const ALL = { heard: 'all', read: 'all', told: [], ends: null } as const;
const NOTHING = { heard: 'nothing', read: 'nothing', ends: null } as const;
const UNSPOKEN = { heard: 'nothing', read: 'all', ends: null } as const;

export const TALK_FAULTS: readonly TalkFault[] = [
  {
    what: 'what hears is down',
    before: { hearing: { trouble: 'provider_unavailable' } },
    steps: ['speak', 'until it is told'],
    expected: { ...NOTHING, told: ['provider_unavailable'], calls: [1, 0, 0] },
  },
  {
    what: 'what hears is limited by its provider (429)',
    before: { hearing: { trouble: 'provider_rate_limited' } },
    steps: ['speak', 'until it is told'],
    expected: { ...NOTHING, told: ['provider_rate_limited'], calls: [1, 0, 0] },
  },
  {
    what: 'what hears does not answer for 20 s',
    before: { hearing: { trouble: 'hangs' } },
    steps: ['speak', 'until it is sent to be heard', { pass: 20_000 }, 'until it is told'],
    expected: { ...NOTHING, told: ['provider_timeout'], calls: [1, 0, 0] },
  },
  {
    what: 'the limit of a minute is used up',
    before: { hearing: { trouble: 'rate_limit_user' } },
    steps: ['speak', 'until it is told'],
    expected: { ...NOTHING, told: ['rate_limit_user'], calls: [1, 0, 0] },
  },
  {
    what: 'the model is down',
    before: { answering: { trouble: 'provider_unavailable' } },
    steps: ['speak', 'until it is told'],
    expected: { ...NOTHING, told: ['provider_unavailable'], calls: [1, 1, 0] },
  },
  {
    what: 'the model breaks off in the middle of an answer',
    before: { answering: { trouble: 'breaks off' } },
    steps: ['speak', 'until it is told', 'play it to its end'],
    expected: {
      heard: 'the beginning',
      read: 'the beginning',
      told: ['provider_interrupted'],
      ends: null,
      calls: [1, 1, 1],
    },
  },
  {
    what: 'what speaks is down',
    before: { speaking: { trouble: 'circuit_open' } },
    steps: ['speak', 'until it is told'],
    expected: { ...UNSPOKEN, told: ['circuit_open'], calls: [1, 1, 2] },
  },
  {
    what: 'what speaks does not answer for 10 s',
    before: { speaking: { trouble: 'hangs' } },
    steps: ['speak', 'until it is sent to be spoken', { pass: 10_000 }, 'until it is told'],
    expected: { ...UNSPOKEN, told: ['provider_timeout'], calls: [1, 1, 1] },
  },
  {
    what: 'what speaks breaks off in the middle of a clause',
    before: { speaking: { trouble: 'breaks off' } },
    steps: ['speak', 'until it is told', 'play it to its end'],
    expected: {
      heard: 'the beginning',
      read: 'all',
      told: ['provider_interrupted'],
      ends: null,
      calls: [1, 1, 2],
    },
  },
  {
    what: 'the budget of the day is used up when it is asked',
    before: { answering: { trouble: 'budget_user' } },
    steps: ['speak', 'until it is told', 'play it to its end'],
    expected: { ...NOTHING, saysSo: true, told: ['budget_user'], ends: 'budget_used', calls: [1, 1, 0] },
  },
  {
    what: 'the budget of the day is used up in the middle of an answer',
    before: { speaking: { trouble: 'budget_user', from: 1 } },
    steps: ['speak', 'until all of it has come', 'play it to its end', 'play it to its end'],
    expected: {
      heard: 'the beginning',
      read: 'all',
      saysSo: true,
      told: ['budget_user'],
      ends: 'budget_used',
      calls: [1, 1, 2],
    },
  },
  {
    what: 'the budget of the day is used up before it is heard',
    before: { hearing: { trouble: 'budget_guild' } },
    steps: ['speak', 'until it is told', 'play it to its end'],
    expected: { ...NOTHING, saysSo: true, told: ['budget_guild'], ends: 'budget_used', calls: [1, 0, 0] },
  },
  {
    what: 'the connection is lost while it is answered, and back after 19 s',
    steps: [
      'speak',
      'until it is asked',
      'lose the connection',
      'until all of it is made',
      { pass: 19_000 },
      'come back',
      'until all of it has come',
      'play it to its end',
    ],
    expected: { ...ALL, calls: [1, 1, 2] },
  },
  {
    what: 'the connection is lost while it is spoken, and back at once',
    steps: [
      'speak',
      'until some of it is heard',
      'lose the connection',
      'come back',
      'until all of it has come',
      'play it to its end',
    ],
    expected: { ...ALL, calls: [1, 1, 2] },
  },
  {
    what: 'the connection is lost for longer than 20 s',
    steps: [
      'speak',
      'until all of it has come',
      'play it to its end',
      'lose the connection',
      { pass: 20_000 },
    ],
    expected: { ...ALL, ends: 'lost', calls: [1, 1, 2] },
  },
  {
    what: 'the page vanishes without closing anything',
    steps: ['speak', 'until all of it has come', 'play it to its end', 'vanish', { pass: 150_000 }],
    expected: { ...ALL, ends: 'lost', calls: [1, 1, 2] },
  },
  {
    what: 'the object is replaced while nobody speaks',
    steps: ['speak', 'until all of it has come', 'play it to its end', 'replace the object'],
    expected: { ...ALL, calls: [1, 1, 2] },
  },
  {
    what: 'the object is replaced while it is answered',
    before: { answering: { trouble: 'hangs' } },
    steps: [
      'speak',
      'until it is asked',
      { set: {} },
      'replace the object',
      'lose the connection',
      'come back',
      'until all of it has come',
      'play it to its end',
    ],
    expected: { ...ALL, calls: [1, 2, 2] },
  },
  {
    what: 'the page is opened in a second tab',
    steps: ['speak', 'until all of it has come', 'play it to its end', 'open it in a second tab'],
    expected: { ...ALL, calls: [1, 1, 2] },
  },
  {
    what: 'the link is opened again',
    steps: ['open the link again', 'speak', 'until all of it has come', 'play it to its end'],
    expected: { ...ALL, calls: [1, 1, 2] },
  },
  {
    what: '/talk is used again',
    steps: ['speak', 'until all of it has come', 'play it to its end', 'use /talk again'],
    expected: { ...ALL, ends: 'replaced', calls: [1, 1, 2] },
  },
  {
    what: 'Discord does not take the transcript',
    discord: [404, 403],
    steps: ['speak', 'until all of it has come', 'play it to its end', 'end it with a transcript'],
    expected: { ...ALL, ends: 'person', transcript: 'failed', calls: [1, 1, 2] },
  },
  {
    what: 'the token of the command is too old for the transcript',
    steps: [
      'speak',
      'until all of it has come',
      'play it to its end',
      { pass: 14 * 60_000 },
      'end it with a transcript',
    ],
    expected: { ...ALL, ends: 'person', transcript: 'posted', calls: [1, 1, 2] },
  },
];
