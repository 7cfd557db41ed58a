import { expect, it } from 'vitest';
import { judgeMemory, type MemorySample } from './memory.ts';

const MINUTES = 30;
const SAMPLES_A_MINUTE = 6;
const ANSWERS_A_MINUTE = 120;
/** What is being answered at the moment of a sample is not the same each time. */
const breath = (index: number) => [0, 0.8, -0.5, 1.2, -0.9][index % 5] ?? 0;

function soak(grown: (minute: number) => Partial<Record<'bot' | 'bff' | 'llm' | 'workerd', number>>) {
  return Array.from({ length: MINUTES * SAMPLES_A_MINUTE }, (_, index): MemorySample => {
    const { bot = 0, bff = 0, llm = 0, workerd = 0 } = grown(index / SAMPLES_A_MINUTE);
    return {
      atSec: (index * 60) / SAMPLES_A_MINUTE,
      workerdMb: 300 + 10 * breath(index) + workerd,
      heapsMb: {
        bot: 20 + breath(index) + bot,
        bff: 6 + breath(index) + bff,
        llm: 5 + breath(index) + llm,
        documents: 4 + breath(index),
        voice: 2 + breath(index),
      },
    };
  });
}

const wrong = (samples: MemorySample[]) =>
  judgeMemory(samples)
    .filter(({ ok }) => !ok)
    .map(({ what }) => what);

it('takes memory that only breathes for flat', () => {
  expect(wrong(soak(() => ({})))).toEqual([]);
});

it.each(['bot', 'bff', 'llm'] as const)(
  'sees in half an hour that the %s Worker keeps 4 KB of each answer',
  (worker) => {
    const leak = (minute: number) => ({ [worker]: (minute * ANSWERS_A_MINUTE * 4) / 1024 });
    expect(wrong(soak(leak))).toEqual([`the heap of the ${worker} Worker is flat`]);
  },
);

it('sees that workerd keeps something behind heaps that are flat', () => {
  expect(wrong(soak((minute) => ({ workerd: 15 * minute })))).toEqual(['workerd’s memory is flat']);
});

it('lets workerd grow for as long as deliveries become more', () => {
  expect(wrong(soak((minute) => ({ workerd: 15 * Math.min(minute, 15) })))).toEqual([]);
});

it('does not judge workerd before that', () => {
  const short = soak((minute) => ({ workerd: 15 * minute })).filter(({ atSec }) => atSec < 19 * 60);
  expect(wrong(short)).toEqual([]);
  expect(judgeMemory(short).at(-1)?.found).toBe('not judged in less than 20 minutes');
});

it('does not pass for flat what was never measured', () => {
  expect(wrong([])).toHaveLength(6);
});
