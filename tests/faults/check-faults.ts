/**
 * Runs rows of the fault table through the whole stack. `docs/reliability.md` shows the table; reliability.test.ts keeps that up
 * to date. A row mostly waits for a deadline, so the table is spread over files, which run side by side.
 */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { inOneMinute } from '../minute.ts';
import { textOf } from '../use-stack.ts';
import { type Fault, PARTS, SETUPS, type Setup } from './fault.ts';
import { type FaultFile, fileOf } from './files.ts';
import { PROMPT, wholeTextOf } from './prompt.ts';
import { formatRow, PART_TITLES } from './reliability.ts';
import { askAndWait, type Outcome, type Requester, runFault } from './run.ts';
import { openStage, type Stage } from './stage.ts';
import { FAULTS } from './table.ts';

/** All rows of this file, on a stage of its own. */
export function checkFaults(file: FaultFile): void {
  const rows = FAULTS.filter((fault) => fileOf(fault) === file);
  const printed: string[] = [];
  let stage: Stage;

  const check = async (fault: Fault, on: Stage) => {
    const outcome = await runFault(fault, on, requesterOf(on, FAULTS.indexOf(fault), fault));
    printed.push(
      `${PART_TITLES[fault.part]} ${formatRow(fault.what, { ...outcome, logs: fault.expected.logs })}`,
    );
    expectAsDeclared(outcome, fault);
  };

  beforeAll(async () => {
    stage = await openStage(inject('bundles'));
    const first = await stage.stack.record(await askAndWait(stage, requesterOf(stage, 0)));
    expect(textOf(first)).toBe(wholeTextOf(PROMPT));
  });

  afterAll(async () => {
    await stage?.close();
    console.log(`\n${printed.join('\n')}\n`);
  });

  for (const part of PARTS) {
    const faults = rows.filter((fault) => fault.part === part);
    if (faults.length === 0) continue;
    describe(PART_TITLES[part], () => {
      // Each part begins with what an isolate has saved up (retries, limits) untouched by the one before.
      beforeAll(() => stage.restart());

      for (const fault of faults.filter(({ setup }) => setup === undefined)) {
        const run = () => check(fault, stage);
        it(fault.what, fault.asksBefore === undefined ? run : inOneMinute(run));
      }
      for (const setup of SETUPS) {
        const under = faults.filter((fault) => fault.setup === setup);
        if (under.length > 0) describe(setup, () => checkUnder(setup, under, check));
      }
    });
  }
}

/**
 * People and channels by turns. The last person is kept for the rows that use a limit up: the platform's limiter counts by the
 * minute of the clock, over a restart too, and nobody else may meet what they have left of it.
 */
export function requesterOf(
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

function checkUnder(
  setup: Setup,
  faults: readonly Fault[],
  check: (fault: Fault, on: Stage) => Promise<void>,
): void {
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
