/** LiteLLM's proxy as a contestant, with as little to do as it can be given: one model, one key, no database. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { findFreePort } from '../../dev/stand-in/free-port.ts';
import { installLiteLlm, LITELLM_CONFIG } from '../peers/install-litellm.ts';
import { type Contestant, endServer, LITELLM, PROVIDER_KEY, plain, waitUntilUp } from './contestants.ts';

/** Nobody where it cannot be installed. */
export async function startLiteLlm(providerUrl: string, say: (line: string) => void): Promise<Contestant[]> {
  const program = installLiteLlm(say);
  if (program === null) return [];
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  // It does not start without one.
  const key = `sk-${randomUUID()}`;
  const child = spawn(
    program,
    ['--config', LITELLM_CONFIG, '--host', '127.0.0.1', '--port', String(port), '--num_workers', '1'],
    {
      // A .env that lies about is not read there.
      cwd: dirname(program),
      stdio: 'ignore',
      env: { ...ofTheMachine(), ...settings(providerUrl, key) },
    },
  );
  await waitUntilUp('LiteLLM', `${url}/health/liveliness`, child);
  return [
    {
      name: LITELLM,
      pid: child.pid ?? 0,
      prepare: async (script) =>
        plain(`${url}/v1/chat/completions`, script, { authorization: `Bearer ${key}` }),
      close: () => endServer(child),
    },
  ];
}

function settings(providerUrl: string, key: string): Record<string, string> {
  return {
    LITELLM_MASTER_KEY: key,
    LITELLM_LOG: 'ERROR',
    LITELLM_MODE: 'PRODUCTION',
    // The prices that came with it: it would fetch newer ones.
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    LITELLM_TELEMETRY_DISABLED: 'true',
    BENCH_PROVIDER_URL: providerUrl,
    BENCH_PROVIDER_KEY: PROVIDER_KEY,
  };
}

/** Nothing else of this process: LiteLLM would take a DATABASE_URL, a REDIS_URL or a provider's key as meant for it. */
function ofTheMachine(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMP', 'USERPROFILE', 'SYSTEMROOT'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
