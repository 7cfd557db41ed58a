/** `npm run abuse`: plays attacks on a stack of its own and says what each costs. See `-- --help`. */
import { attackBodies } from './abuse/bodies.ts';
import { attackBudgets } from './abuse/budgets.ts';
import { attackEstimates } from './abuse/estimates.ts';
import { formatVerdicts, type Verdict } from './abuse/judge.ts';
import { attackKeys } from './abuse/keys.ts';
import { createTarget, type Target } from './abuse/target.ts';
import { createRandom } from './soak/random.ts';
import { readArguments, refuseArguments } from './stack/arguments.ts';
import { startStack } from './stack/stack.ts';
import { createTemporaryFolder, exitOnSignals } from './stand-in/temporary-folder.ts';

const HELP = `Plays attacks on a stack of its own, with stand-ins for every outside service, and prints what each would have cost at
version 0.1.0 and what it costs now.

  npm run abuse                     two minutes
  npm run abuse -- --seconds 40     shorter (20 to 600)
  npm run abuse -- --seed 7         the same choices again

Nothing leaves the loopback interface. Exits with 1 when a bound is broken. See docs/security.md.`;

const BUDGET = { tokensPerDay: 500_000_000, maxAnswerTokens: 4_096 };

const { values } = readArguments(HELP, {
  options: {
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds >= 20 && seconds <= 600)) refuseArguments(HELP, '--seconds takes a number from 20 to 600');
if (!Number.isInteger(seed)) refuseArguments(HELP, '--seed takes a whole number');
process.exitCode = await play();

async function play(): Promise<number> {
  console.log(`Starting; ${seconds} seconds, seed ${seed}…`);
  exitOnSignals();
  const { path: dataDir, remove } = createTemporaryFolder('libra-abuse-');
  // No settings: every outside service is a stand-in, also where .dev.vars names a real one.
  const stack = await startStack({
    dataDir,
    pace: 'realistic',
    vars: {
      bff: {
        LLM_CALLS_PER_MIN: '1000',
        // A hundred calls at once are slow on a small machine; what happens without Redis is another matter.
        REDIS_TIMEOUT_MS: '5000',
        LLM_TOKENS_PER_DAY: String(BUDGET.tokensPerDay),
        LLM_MAX_ANSWER_TOKENS: String(BUDGET.maxAnswerTokens),
      },
    },
  });
  try {
    const random = createRandom(seed);
    const target = createTarget(stack, seconds / 4);
    const attacks: [name: string, attack: (target: Target) => Promise<Verdict[]>][] = [
      ['S1 estimates that the sender controls', (on) => attackEstimates(on, random)],
      ['S4 bodies of strangers', attackBodies],
      ['S8 dear requests and random keys', (on) => attackKeys(on, random)],
      ['S11 budgets and exports', (on) => attackBudgets(on, BUDGET)],
    ];
    const verdicts: Verdict[] = [];
    for (const [name, attack] of attacks) {
      console.log(`${name}…`);
      verdicts.push(...(await attack(target)));
    }
    console.log(`\n${formatVerdicts(verdicts)}`);
    const broken = verdicts.filter(({ ok }) => !ok).length;
    console.log(
      broken === 0 ? '\nEvery bound held.' : `\n${broken} of ${verdicts.length} bounds are broken.`,
    );
    return broken === 0 ? 0 : 1;
  } finally {
    await stack.close();
    remove();
  }
}
