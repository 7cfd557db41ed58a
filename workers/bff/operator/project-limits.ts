/** Tells the bot, by way of Redis, which limits operators have set: it refuses early by the same ones. */

import { readCostLimits } from '../../../shared/config/cost-limits.ts';
import { type OperatorValues, withOperatorValues } from '../../../shared/config/operator-variables.ts';
import { createVariableReader } from '../../../shared/config/variables.ts';
import { OPERATOR_LIMITS_KEY } from '../../../shared/contract/cost-limits.ts';
import { errorName } from '../../../shared/observe/log.ts';
import type { Services } from '../services.ts';
import { openRedis } from '../store/redis.ts';

const DEADLINE_MS = 2_000;
const LIMIT = /_(PER_MIN|PER_DAY)$/;

/** Never rejects: the bff enforces them in any case. */
export async function projectLimits(
  { config, env, log }: Pick<Services, 'config' | 'env' | 'log'>,
  values: OperatorValues,
): Promise<void> {
  try {
    const redis = openRedis(config.redis, DEADLINE_MS);
    const isSet = Object.keys(values).some((name) => LIMIT.test(name));
    if (!isSet) {
      await redis.del(OPERATOR_LIMITS_KEY);
      return;
    }
    const limits = readCostLimits(createVariableReader(withOperatorValues(env, values)));
    await redis.set(OPERATOR_LIMITS_KEY, JSON.stringify(limits));
  } catch (error) {
    log.warn('settings.not_projected', { error: errorName(error) });
  }
}
