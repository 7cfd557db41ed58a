import { expect, it } from 'vitest';
import { plot } from './plot.ts';

it('draws all samples, answers and troubles inside the picture', () => {
  const svg = plot({
    title: 'a < b & c',
    samples: [
      { atSec: 0, workerdMb: 100, heapsMb: { bot: 1, bff: 2, llm: 3, documents: 1, voice: 1 }, openCalls: 0 },
      {
        atSec: 60,
        workerdMb: 180,
        heapsMb: { bot: 2, bff: 2, llm: 3, documents: 1, voice: 1 },
        openCalls: 3,
      },
    ],
    answers: [{ atSec: 30, seconds: 2.5 }],
    troubles: [{ fromSec: 10, toSec: 20, part: 'redis' }],
    endSec: 60,
  });
  expect(svg).toContain('a &lt; b &amp; c');
  expect(svg.match(/<polyline/g)).toHaveLength(3);
  expect(svg.match(/<circle/g)).toHaveLength(1);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

it('draws an empty soak', () => {
  const svg = plot({ title: '', samples: [], answers: [], troubles: [], endSec: 0 });
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
