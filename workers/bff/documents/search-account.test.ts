import { expect, it } from 'vitest';
import type { GuardSession, Settlement } from '../limits/cost-guard.ts';
import { createSearchAccount } from './search-account.ts';

const NOTHING: Settlement = { tokens: 0, microUsd: 0, answer: null, share: false, giveBack: true };

function guarded() {
  const settled: (Settlement | 'given back')[] = [];
  const guard: Pick<GuardSession, 'settle' | 'giveBack'> = {
    settle: async (settlement) => void settled.push(settlement),
    giveBack: async () => void settled.push('given back'),
  };
  const searches = createSearchAccount();
  return { searches, charging: searches.charging(guard as GuardSession), settled };
}

const search = async () => ({ charge: { tokens: 9, microUsd: 16 } });

it('a search is charged with the answer', async () => {
  const { searches, charging, settled } = guarded();
  await searches.count(search());
  await searches.count(search());
  await charging.settle({ ...NOTHING, tokens: 100, microUsd: 400, giveBack: false });
  expect(settled).toEqual([{ ...NOTHING, tokens: 118, microUsd: 432, giveBack: false }]);
});

it('a search for a question that had its answer already is charged, too', async () => {
  const { searches, charging, settled } = guarded();
  await searches.count(search());
  await charging.giveBack();
  expect(settled).toEqual([{ ...NOTHING, tokens: 9, microUsd: 16 }]);
});

it('where nothing was looked for, calls are given back and nothing is settled', async () => {
  const { charging, settled } = guarded();
  await charging.giveBack();
  expect(settled).toEqual(['given back']);
});
