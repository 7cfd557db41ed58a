import { describe, expect, it } from 'vitest';
import { unstable_readConfig } from 'wrangler';
import { VariablesError } from '../../shared/config/variables.ts';
import { type Bindings, readConfig } from '../../workers/bff/config.ts';
import { readBotConfig } from '../../workers/bot/config.ts';
import { readConsoleConfig } from '../../workers/console/config.ts';
import { readLlmConfig } from '../../workers/llm/config.ts';
import { readMcpConfig } from '../../workers/mcp/config.ts';
import { PROJECT_ROOT, type WorkerName } from '../stack/build.ts';
import { SECRETS } from './secrets.ts';

const READERS: [worker: WorkerName, read: (env: Record<string, unknown>) => unknown][] = [
  ['bot', readBotConfig],
  ['bff', (env) => readConfig(env as Bindings)],
  ['llm', readLlmConfig],
  ['mcp', readMcpConfig],
  ['console', readConsoleConfig],
];

/** What a Worker says is missing when it has only what wrangler.toml gives it. */
function missingWithoutSecrets(
  worker: WorkerName,
  read: (env: Record<string, unknown>) => unknown,
): string[] {
  const { vars } = unstable_readConfig({ config: `${PROJECT_ROOT}/wrangler.toml`, env: worker });
  try {
    read(vars);
    return [];
  } catch (error) {
    if (!(error instanceof VariablesError)) throw error;
    return error.problems.flatMap((problem) => /^(\w+) is missing$/.exec(problem)?.[1] ?? []);
  }
}

describe('the secrets that a deployment asks for', () => {
  it.each(READERS)('are those that %s cannot do without, and no other', (worker, read) => {
    expect([...SECRETS[worker]].sort()).toEqual(missingWithoutSecrets(worker, read).sort());
  });
});
