/** `npm run rollback`: each Worker back to the version before, where that can live with the schema. See `-- --help`. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployedVersion } from './deploy/cloudflare.ts';
import { openCloudflare, prepare } from './deploy/prepare.ts';
import { judgeRollback, planSteps } from './deploy/rollback.ts';
import type { Target } from './deploy/targets.ts';
import { readArguments } from './stack/arguments.ts';
import { checkEnvironment, PRODUCTION, varsFileOf } from './stack/environments.ts';
import { explain } from './stack/explain.ts';
import { readMigrations, readSchemaState } from './stack/migrate.ts';
import { withDatabaseOf } from './stack/operator-database.ts';

const HELP = `Sends all requests back to the version that was deployed before, Worker by Worker, who calls before who is called.

  npm run rollback                           all Workers of production
  npm run rollback -- --env staging
  npm run rollback -- --only bot             this Worker alone
  npm run rollback -- --dry-run              only says what would be done
  npm run rollback -- --force                also over a migration that took something away

Interrupted, the same command goes on; so it does after an interrupted deployment. The database stays as it is. A version whose schema has lost something since is refused. Commands: npm run register, from the older checkout.`;

const { values } = readArguments(HELP, {
  options: {
    env: { type: 'string', default: process.env.LIBRA_ENV || PRODUCTION },
    only: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
  },
});

try {
  await rollBack();
} catch (error) {
  console.error(explain(error, values.env));
  process.exitCode = 1;
}

async function rollBack(): Promise<void> {
  const environment = checkEnvironment(values.env);
  const { targets, settings } = await prepare(environment, values.only?.split(','));
  console.log(`>>> ${environment.toUpperCase()} (${varsFileOf(environment)})`);
  const { cloudflare } = await openCloudflare();
  const { at } = await withDatabaseOf(settings, (database) => readSchemaState(database));
  const migrations = readMigrations();
  const steps: { target: Target; previous: DeployedVersion[] }[] = [];
  const refused: string[] = [];
  const inOrder = targets.toReversed();
  const plan = planSteps(await Promise.all(inOrder.map(({ name }) => cloudflare.deployments(name))));
  for (const [index, target] of inOrder.entries()) {
    const step = plan[index];
    if (step?.kind !== 'back') {
      const why = step?.kind === 'there' ? 'is there already' : 'there is no version before';
      console.log(`${target.name}: ${why}`);
      continue;
    }
    const { previous } = step;
    const verdict = judgeRollback(previous, migrations, at);
    if (!verdict.safe) refused.push(`${target.name}: ${verdict.why}`);
    const note = verdict.safe ? verdict.note : values.force ? 'FORCED' : 'refused';
    console.log(`${target.name}: to ${previous.map(({ id }) => id).join(' and ')} (${note})`);
    steps.push({ target, previous });
  }
  if (refused.length > 0 && !values.force)
    throw new Error(
      `Nothing was changed:\n${refused.map((line) => `  - ${line}`).join('\n')}\nRestore a backup, or deploy a corrected version; --force does it all the same.`,
    );
  if (values['dry-run']) return console.log('Nothing was changed.');
  for (const { target, previous } of steps) {
    await cloudflare.deploy(target.name, previous, 'libra: rolled back by hand');
    console.log(`${target.name}: rolled back`);
    // Who is called stays newer than who calls until all are back.
    await sleep(1_000);
  }
}
