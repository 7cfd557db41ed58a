/**
 * What the cron triggers do: the ledger is summed every hour, the bot told of operators' limits, and every night what is too old goes.
 * One that fails keeps no other.
 */
import { errorName } from '../../shared/observe/log.ts';
import { keepPseudonyms } from './ledger/pseudonyms.ts';
import { rollUp } from './ledger/rollup.ts';
import { addUpTotals } from './ledger/totals.ts';
import { projectLimits } from './operator/project-limits.ts';
import { readNewest } from './operator/settings.ts';
import { enforceRetention } from './privacy/retention.ts';
import type { Services } from './services.ts';
import type { Database } from './store/database.ts';

/** Each statement of a run has so long. */
const STATEMENT_DEADLINE_MS = 10_000;

/** Of wrangler.toml; every other run cleans as well. */
const HOURLY = '20 * * * *';

export async function runJobs(
  cron: string,
  services: Pick<Services, 'config' | 'env' | 'log' | 'openDatabase'>,
): Promise<void> {
  const open = () => services.openDatabase(STATEMENT_DEADLINE_MS);
  await sumUp(open, services);
  await mendLimits(open, services);
  if (cron !== HOURLY) await clean(open, services);
}

async function sumUp(open: () => Database, { config, log }: Pick<Services, 'config' | 'log'>): Promise<void> {
  try {
    const { steps } = await rollUp(open);
    await addUpTotals(open);
    await keepPseudonyms(open, config.sharedSecrets[0]);
    log.info('ledger.summed', { steps });
  } catch (error) {
    log.error('ledger.not_summed', { error: errorName(error) });
  }
}

/**
 * The bot refuses by what Redis holds of operators' limits, and nothing else would ever write that anew: not after a change that Redis
 * did not take, not when Redis has lost it, and not when a deployment has changed the variables beside it.
 */
async function mendLimits(
  open: () => Database,
  services: Pick<Services, 'config' | 'env' | 'log'>,
): Promise<void> {
  try {
    await projectLimits(services, (await readNewest(open())).values);
  } catch (error) {
    services.log.warn('settings.not_projected', { error: errorName(error) });
  }
}

async function clean(open: () => Database, { config, log }: Pick<Services, 'config' | 'log'>): Promise<void> {
  try {
    log.info('retention.enforced', { ...(await enforceRetention(open, config.retentionDays)) });
  } catch (error) {
    log.error('retention.failed', { error: errorName(error) });
  }
}
