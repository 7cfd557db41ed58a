/** Runs the fault table through the whole stack. `docs/reliability.md` shows it; reliability.test.ts keeps that up to date. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { inOneMinute } from '../minute.ts';
import { textOf } from '../use-stack.ts';
import { type Fault, PARTS, SETUPS, type Setup } from './fault.ts';
import { readMessages } from './observe.ts';
import { PROMPT, wholeTextOf } from './prompt.ts';
import { formatRow, PART_TITLES } from './reliability.ts';
import { askAndWait, type Outcome, type Requester, runFault } from './run.ts';
import { openStage, type Stage } from './stage.ts';
import { FAULTS } from './table.ts';

let stage: Stage;
const wholeText = wholeTextOf(PROMPT);
const printed: string[] = [];

beforeAll(async () => {
  stage = await openStage(inject('bundles'));
  const first = await stage.stack.record(await askAndWait(stage, requesterOf(stage, 0)));
  expect(textOf(first)).toBe(wholeText);
});

afterAll(async () => {
  await stage?.close();
  console.log(`\n${printed.join('\n')}\n`);
});

/**
 * People and channels by turns. The last person is kept for the rows that use a limit up: the platform's limiter counts by the
 * minute of the clock, over a restart too, and nobody else may meet what they have left of it.
 */
function requesterOf(
  { stack }: Stage,
  index: number,
  { asksBefore = 0 }: Pick<Fault, 'asksBefore'> = {},
): Requester {
  const { users, channels } = stack.world;
  const inGuilds = channels.filter(({ guildId }) => guildId !== null);
  const others = users.length - 1;
  const user = users[asksBefore > 0 ? others : index % others];
  const channel = inGuilds[index % inGuilds.length];
  if (user === undefined || channel === undefined) throw new Error('nobody is there');
  return { userId: user.id, channelId: channel.id };
}

async function check(fault: Fault, on: Stage): Promise<void> {
  const outcome = await runFault(fault, on, requesterOf(on, FAULTS.indexOf(fault), fault));
  printed.push(
    `${PART_TITLES[fault.part]} ${formatRow(fault.what, { ...outcome, logs: fault.expected.logs })}`,
  );
  expectAsDeclared(outcome, fault);
}

for (const part of PARTS) {
  const faults = FAULTS.filter((fault) => fault.part === part);
  describe(PART_TITLES[part], () => {
    // Each part begins with what an isolate has saved up (retries, limits) untouched by the one before.
    beforeAll(() => stage.restart());

    for (const fault of faults.filter(({ setup }) => setup === undefined)) {
      const run = () => check(fault, stage);
      it(fault.what, fault.asksBefore === undefined ? run : inOneMinute(run));
    }
    for (const setup of SETUPS) {
      const rows = faults.filter((fault) => fault.setup === setup);
      if (rows.length > 0) describe(setup, () => checkUnder(setup, rows));
    }
  });
}

function checkUnder(setup: Setup, faults: readonly Fault[]): void {
  let own: Stage;
  beforeAll(async () => {
    own = await openStage(inject('bundles'), { setup });
  });
  afterAll(() => own?.close());
  for (const fault of faults) it(fault.what, () => check(fault, own));
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
    const record = await stage.stack.record(await askAndWait(stage, requesterOf(stage, 0)));
    expect(readMessages(record, wholeText)).toEqual({ text: 'whole' });
    expect(readMessages(record, `${wholeText}, 21`)).toEqual({ text: 'start' });
    expect(() => readMessages(record, 'else')).toThrow('never said');
  });
});
