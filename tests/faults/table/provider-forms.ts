/** Streams as providers really send them, which no standard describes. */
import type { Fault } from '../fault.ts';
import { FAILED, FINISHED, interrupted, uncounted, whole } from './provider-expected.ts';
import { COUNT, DONE, part, play, START, STOP, TEXT, thought, USAGE } from './provider-script.ts';

export const PROVIDER_FORM_FAULTS: readonly Fault[] = [
  {
    part: 'provider',
    what: 'closes its connection behind a finish reason that is none',
    before: { provider: play(part(START, ''), { close: 'reset' }) },
    expected: interrupted,
  },
  {
    part: 'provider',
    what: 'ends its response behind a finish reason that is none',
    before: { provider: play(part(START, 'null'), { close: 'clean' }) },
    expected: interrupted,
  },
  {
    part: 'provider',
    what: 'sends [DONE] without a finish reason',
    before: { provider: play(part(START), DONE) },
    expected: interrupted,
  },
  {
    part: 'provider',
    what: 'sends frames without an answer between those of it',
    before: {
      provider: play(
        { data: { choices: null } },
        { data: { type: 'ping' } },
        { comment: 'processing' },
        part(TEXT),
        { data: { id: 'x' } },
        STOP,
        COUNT,
        DONE,
      ),
    },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
  {
    part: 'provider',
    what: 'tells its usage beside choices that are null',
    before: { provider: play(part(TEXT), STOP, { data: { choices: null, usage: USAGE } }, DONE) },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
  {
    part: 'provider',
    what: 'hides what it thought in the total of its usage',
    before: { provider: { usage: { value: { ...USAGE, total_tokens: 5_000 } } } },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
  {
    part: 'provider',
    what: 'counts no tokens of an answer with a text',
    before: { provider: { usage: { value: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } } } },
    expected: { ...uncounted, calls: [1, 0], logs: [FINISHED] },
  },
  {
    part: 'provider',
    what: 'breaks off while the model is heard thinking',
    before: { provider: play(thought('The user wants to count.'), { close: 'reset' }) },
    expected: {
      reads: { text: 'none', code: 'provider_interrupted', buttons: ['retry'] },
      calls: [1, 0],
      ledger: [{ outcome: 'provider_interrupted', billed: 'estimate' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'sends what the model thought within its text, and its bytes one by one',
    before: {
      provider: {
        ...play(part(`<think>The user wants to count.</think>${TEXT}`), STOP, COUNT, DONE),
        shred: {},
      },
    },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
];
