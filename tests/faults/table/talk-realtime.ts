/** A conversation whose answers a realtime model speaks (`TALK_PROVIDER=realtime`): the same object, the same steps. */
import type { TalkFault } from './talk.ts';

const ALL = { heard: 'all', read: 'all', told: [], ends: null } as const;
const NOTHING = { heard: 'nothing', read: 'nothing', ends: null } as const;

const TO_ITS_END = ['speak', 'until all of it has come', 'play it to its end'] as const;

export const TALK_REALTIME_FAULTS: readonly TalkFault[] = [
  {
    what: 'its provider refuses the connection, or nobody is there',
    before: { 'answering aloud': { trouble: 'provider_unavailable' } },
    steps: TO_ITS_END,
    expected: { ...ALL, told: ['provider_unavailable'], calls: [1, 1, 1, 2] },
  },
  {
    what: 'its circuit is open',
    before: { 'answering aloud': { trouble: 'circuit_open' } },
    steps: TO_ITS_END,
    expected: { ...ALL, told: ['circuit_open'], calls: [1, 1, 1, 2] },
  },
  {
    what: 'its provider is at its limit before anything was heard',
    before: { 'answering aloud': { trouble: 'provider_rate_limited' } },
    steps: TO_ITS_END,
    expected: { ...ALL, told: ['provider_rate_limited'], calls: [1, 1, 1, 2] },
  },
  {
    what: 'the connection closes before anything was heard',
    before: { 'answering aloud': { trouble: 'ends at once' } },
    steps: TO_ITS_END,
    expected: { ...ALL, told: ['upstream_unreachable'], calls: [1, 1, 1, 2] },
  },
  {
    what: 'the connection closes in the middle of the sound',
    before: { 'answering aloud': { trouble: 'breaks off' } },
    steps: ['speak', 'until it is told', 'play it to its end'],
    expected: {
      heard: 'the beginning',
      read: 'the beginning',
      told: ['provider_interrupted'],
      ends: null,
      calls: [1, 1, 0, 0],
    },
  },
  {
    what: 'it fails for two questions one after the other',
    before: { 'answering aloud': { trouble: 'provider_unavailable' } },
    steps: [...TO_ITS_END, 'type', 'play it to its end'],
    expected: { ...ALL, told: ['provider_unavailable'], calls: [1, 2, 2, 4] },
  },
  {
    what: 'it fails, and so does the model in its place',
    before: {
      'answering aloud': { trouble: 'provider_unavailable' },
      answering: { trouble: 'provider_rate_limited' },
    },
    steps: ['speak', 'until it is told twice'],
    expected: { ...NOTHING, told: ['provider_unavailable', 'provider_rate_limited'], calls: [1, 1, 1, 0] },
  },
  {
    what: 'its answer comes as text alone',
    before: { 'answering aloud': { trouble: 'writes alone' } },
    steps: TO_ITS_END,
    expected: { ...ALL, calls: [1, 1, 0, 2] },
  },
  {
    what: 'the catalogue has no such model',
    before: { 'answering aloud': { trouble: 'model_not_found' } },
    steps: TO_ITS_END,
    expected: { ...ALL, told: ['model_not_found'], calls: [1, 1, 1, 2] },
  },
  {
    what: 'what hears is down',
    before: { hearing: { trouble: 'provider_unavailable' } },
    steps: ['speak', 'until it is told'],
    expected: { ...NOTHING, told: ['provider_unavailable'], calls: [1, 0, 0, 0] },
  },
  {
    what: 'the limit of a minute is used up',
    before: { 'answering aloud': { trouble: 'rate_limit_user' } },
    steps: ['speak', 'until it is told'],
    expected: { ...NOTHING, told: ['rate_limit_user'], calls: [1, 1, 0, 0] },
  },
  {
    what: 'the budget of the day is used up when it is asked',
    before: { 'answering aloud': { trouble: 'budget_user' } },
    steps: ['speak', 'until it is told', 'play it to its end'],
    expected: {
      ...NOTHING,
      saysSo: true,
      told: ['budget_user'],
      ends: 'budget_used',
      calls: [1, 1, 0, 0],
    },
  },
  {
    what: 'the connection of the page is lost while it speaks, and back at once',
    steps: [
      'speak',
      'until some of it is heard',
      'lose the connection',
      'come back',
      'until all of it has come',
      'play it to its end',
    ],
    expected: { ...ALL, calls: [1, 1, 0, 0] },
  },
  {
    what: 'the object is replaced while it is answered',
    before: { 'answering aloud': { trouble: 'hangs' } },
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
    expected: { ...ALL, calls: [1, 2, 0, 0] },
  },
];
