/** Runs the fault table through the whole stack. `docs/reliability.md` shows it; reliability.test.ts keeps that up to date. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Fault } from './fault.ts';
import { PARTS } from './fault.ts';
import { readMessages } from './observe.ts';
import { formatRow, PART_TITLES } from './reliability.ts';
import { type Asker, askAndWait, type Outcome, runFault } from './run.ts';
import { openStage, type Stage } from './stage.ts';
import { FAULTS } from './table.ts';

let stage: Stage;
let wholeText = '';
const printed: string[] = [];

beforeAll(async () => {
  stage = await openStage(inject('bundles'));
  const first = await stage.stack.record(await askAndWait(stage, askerOf(0)));
  wholeText = first.messages[0]?.content ?? '';
  expect(wholeText).toMatch(/^1, .* 20$/);
});

afterAll(async () => {
  await stage?.stack.close();
  console.log(`\n${printed.join('\n')}\n`);
});

/** People and channels by turns: every third person, every second server. */
function askerOf(index: number): Asker {
  const { users, channels } = stage.stack.world;
  const inGuilds = channels.filter(({ guildId }) => guildId !== null);
  const user = users[index % users.length];
  const channel = inGuilds[index % inGuilds.length];
  if (user === undefined || channel === undefined) throw new Error('nobody is there');
  return { userId: user.id, channelId: channel.id };
}

for (const part of PARTS) {
  describe(PART_TITLES[part], () => {
    // Each part begins with what an isolate has saved up (retries, limits) untouched by the one before.
    beforeAll(() => stage.restart());

    const faults = FAULTS.map((fault, index) => ({ fault, index })).filter(
      ({ fault }) => fault.part === part,
    );
    for (const { fault, index } of faults) {
      it(fault.what, async () => {
        const outcome = await runFault(fault, stage, { wholeText, asker: askerOf(index) });
        printed.push(
          `${PART_TITLES[part]} ${formatRow(fault.what, { ...outcome, logs: fault.expected.logs })}`,
        );
        expectAsDeclared(outcome, fault);
      });
    }
  });
}

function expectAsDeclared(outcome: Outcome, { expected }: Fault): void {
  const { logs, discordRequests, ...exact } = expected;
  expect({ reads: outcome.reads, calls: outcome.calls, ledger: outcome.ledger }).toEqual(exact);
  expect(outcome.logs).toEqual(expect.arrayContaining([...logs]));
  if (discordRequests !== undefined) expect(outcome.discordRequests).toBe(discordRequests);
  expect(outcome.left).toEqual([]);
  expect(outcome.afterwards).toEqual({ text: 'whole', troubles: [] });
}

describe('the observer', () => {
  it('tells a whole text from the start of one', async () => {
    const record = await stage.stack.record(await askAndWait(stage, askerOf(0)));
    expect(readMessages(record, wholeText)).toEqual({ text: 'whole' });
    expect(readMessages(record, `${wholeText}, 21`)).toEqual({ text: 'start' });
    expect(() => readMessages(record, 'else')).toThrow('never said');
  });
});
