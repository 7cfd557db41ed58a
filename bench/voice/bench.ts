/** How long a person waits for the first sound of an answer, against the sum of what the providers take. */
import { formatNumber } from '../harness/format.ts';
import { type RemoteStack, startRemoteStack } from '../harness/remote-stack.ts';
import type { Bench, Report } from '../harness/report.ts';
import { quantile } from '../harness/statistics.ts';
import { type OwnTimes, ownTimesOf, STAGES } from './own-time.ts';
import {
  FIRST_SOUND_MS,
  FIRST_TOKEN_MS,
  FLOOR_MS,
  startVoiceProvider,
  TRANSCRIPTION_MS,
  type VoiceProvider,
} from './provider.ts';
import { openPerson, type Person, type Turn } from './session.ts';

const FORMS = { short: { turns: 10, sessions: 20 }, full: { turns: 60, sessions: 100 } };
const TURNS_AT_ONCE = 3;

const GOAL = { p50Ms: 800, p95Ms: 1_500, ownMs: 50 };

export const voice: Bench = {
  name: 'voice',
  title: 'Live conversations',
  async run({ form, say }) {
    const { turns, sessions } = FORMS[form];
    const provider = await startVoiceProvider();
    const stack = await startRemoteStack({
      providerUrl: provider.url,
      bffVars: { MODERATION_MODEL: 'none' },
    });
    try {
      say(`  one session, ${turns} turns…`);
      const { measured: alone, own } = await askAlone(stack, provider, turns);
      say(`  ${sessions} sessions at once, ${TURNS_AT_ONCE} turns each…`);
      const atOnce = await askAtOnce(stack, sessions);
      return report({ alone, own, atOnce, sessions });
    } finally {
      await stack.close();
      await provider.close();
    }
  },
};

async function askAlone(
  stack: RemoteStack,
  provider: VoiceProvider,
  turns: number,
): Promise<{ measured: Turn[]; own: OwnTimes[] }> {
  const person = await openPerson(stack, 0);
  // The first one wakes everything up.
  await person.ask();
  const measured: Turn[] = [];
  const own: OwnTimes[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    provider.takeMarks();
    const asked = await person.ask();
    measured.push(asked);
    own.push(ownTimesOf(asked, provider.takeMarks()));
  }
  person.leave();
  return { measured, own };
}

async function askAtOnce(stack: RemoteStack, sessions: number): Promise<Turn[]> {
  const people: Person[] = [];
  for (let index = 1; index <= sessions; index += 1) people.push(await openPerson(stack, index));
  const measured = await Promise.all(
    people.map(async (person) => {
      const turns: Turn[] = [];
      for (let turn = 0; turn < TURNS_AT_ONCE; turn += 1) turns.push(await person.ask());
      return turns;
    }),
  );
  for (const person of people) person.leave();
  return measured.flat();
}

interface Measured {
  alone: Turn[];
  own: OwnTimes[];
  atOnce: Turn[];
  sessions: number;
}

function report({ alone, own, atOnce, sessions }: Measured): Report {
  const times = (turns: readonly Turn[]) => turns.map(({ firstSoundMs }) => firstSoundMs);
  const lost = [...alone, ...atOnce].filter(({ isWhole }) => !isWhole).length;
  const [p50, p95] = [quantile(times(alone), 0.5), quantile(times(alone), 0.95)];
  const row = (name: string, turns: readonly Turn[]) => [
    name,
    ...[0.5, 0.95].map((p) => formatNumber(quantile(times(turns), p))),
    formatNumber(quantile(times(turns), 0.5) - FLOOR_MS),
    String(turns.length),
    String(turns.filter(({ isWhole }) => !isWhole).length),
  ];
  return {
    tables: [
      {
        title: `End of speech → first sound: a transcript in ${TRANSCRIPTION_MS} ms, a first token in ${FIRST_TOKEN_MS}, a first sound in ${FIRST_SOUND_MS}`,
        columns: ['who', 'p50 ms', 'p95 ms', 'added p50 ms', 'turns', 'not whole'],
        rows: [
          ['the sum of the stages', formatNumber(FLOOR_MS), formatNumber(FLOOR_MS), '–', '–', '–'],
          row('one session', alone),
          row(`${sessions} sessions at once`, atOnce),
        ],
      },
      {
        title: 'Where Libra’s own time goes, one session',
        columns: ['stage', 'p50 ms', 'p95 ms'],
        rows: Object.entries(STAGES).map(([stage, name]) => [
          name,
          ...[0.5, 0.95].map((p) =>
            formatNumber(
              quantile(
                own.map((times) => times[stage as keyof OwnTimes]),
                p,
              ),
            ),
          ),
        ]),
      },
    ],
    plots: [],
    goals: [
      {
        what: `one session: p50 ≤ ${GOAL.p50Ms} ms, p95 ≤ ${GOAL.p95Ms} ms`,
        met: p50 <= GOAL.p50Ms && p95 <= GOAL.p95Ms,
        seen: `${formatNumber(p50)} and ${formatNumber(p95)} ms`,
      },
      {
        what: `added by Libra p50 ≤ ${GOAL.ownMs} ms`,
        met: p50 - FLOOR_MS <= GOAL.ownMs,
        seen: `${formatNumber(p50 - FLOOR_MS)} ms`,
      },
      { what: 'nothing is lost', met: lost === 0, seen: `${lost} answers` },
    ],
    notes: [
      'A closed question: the silence that ends it was over when the page reported the end of speech, 250 ms after the last sound.',
      'Sound comes as a microphone gives it, 32 ms at a time while it is said. Until 30 November 2026 all of it came with the end of speech, so that taking it in was counted.',
      'Whole: every clause, and every sample of its sound, has come in order.',
    ],
    raw: { alone, own, atOnce },
  };
}
