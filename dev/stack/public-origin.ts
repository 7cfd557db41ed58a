/** Where a public Worker answers: of the stack that `npm start` runs, or of the deployment that LIBRA_ENV names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCloudflare } from '../deploy/prepare.ts';
import { PROJECT_ROOT } from './build.ts';
import { readDevVars, readOperatorVars } from './dev-vars.ts';
import { chosenEnvironment, DEVELOPMENT, PRODUCTION } from './environments.ts';
import type { DevKeys } from './keys.ts';
import { readRunning } from './running.ts';

export interface PublicRoute {
  origin: string;
  secret: string;
}

/** `given`: an origin that the operator names, for a domain of one's own. */
export async function findPublicRoute(worker: 'bot' | 'bff', given?: string): Promise<PublicRoute> {
  const environment = chosenEnvironment();
  if (environment === DEVELOPMENT) {
    // The stack of this machine would take the order in the place of the one that was meant.
    if (given !== undefined)
      throw new Error('--origin is for a deployment: put LIBRA_ENV=production before the command.');
    return findLocal(worker);
  }
  const secret = readOperatorVars({ needsKeys: false }).overrides.WORKER_SHARED_SECRET;
  if (secret === undefined) throw new Error('WORKER_SHARED_SECRET is needed to sign the request.');
  if (given !== undefined) return { origin: new URL(given).origin, secret };
  return { origin: await originAtCloudflare(worker, environment), secret };
}

export async function originAtCloudflare(worker: string, environment: string): Promise<string> {
  const { cloudflare } = await openCloudflare();
  const suffix = environment === PRODUCTION ? '' : `-${environment}`;
  return `https://libra-${worker}${suffix}.${await cloudflare.subdomain()}.workers.dev`;
}

function findLocal(worker: 'bot' | 'bff'): PublicRoute {
  const dataDir = join(PROJECT_ROOT, '.libra');
  const running = readRunning(dataDir);
  if (running === undefined)
    throw new Error(
      'No stack is running: npm start in another terminal, or LIBRA_ENV=production for a deployment.',
    );
  const keys = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')) as DevKeys;
  return {
    origin: running[worker],
    secret: readDevVars().overrides.WORKER_SHARED_SECRET ?? keys.sharedSecret,
  };
}
