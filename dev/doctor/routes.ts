/** The public routes as the world sees them: who signs well gets in, who does not gets a 401. */
import { randomBytes } from 'node:crypto';
import { HEALTH_PATH, STATUS_PATH } from '../../shared/contract/routes.ts';
import { signCall } from '../sign/signed-call.ts';
import { type Finding, failed, ok, untried } from './finding.ts';
import { describeNoAnswer } from './no-answer.ts';

const TIMEOUT_MS = 10_000;
const NOBODY = '100000000000000000';

export interface Routes {
  bot?: string;
  bff?: string;
  /** What the bff's calls are signed with. */
  secret?: string;
}

/** `where`: what tells the address of a route that is not known. */
export async function checkRoutes({ bot, bff, secret }: Routes, where: string): Promise<Finding[]> {
  const unknown = (part: string) => untried(part, 'its address is not known', where);
  return Promise.all([
    bot === undefined ? unknown('bot route') : attempt('bot route', () => checkBot(bot)),
    bff === undefined ? unknown('bff route') : attempt('bff route', () => checkBff(bff, secret)),
  ]);
}

async function checkBot(origin: string): Promise<Finding> {
  const part = 'bot route';
  const health = await get(`${origin}${HEALTH_PATH}`);
  if (health.status !== 200)
    return failed(
      part,
      `${origin}${HEALTH_PATH} answers ${health.status}`,
      'npx wrangler tail libra-bot shows why; npm run deploy if it is not there.',
    );
  for (const path of ['/interactions', '/events']) {
    const response = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-signature-ed25519': randomBytes(64).toString('hex'),
        'x-signature-timestamp': String(Math.floor(Date.now() / 1000)),
      },
      body: '{"type":1}',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status !== 401)
      return failed(
        part,
        `${path} answers ${response.status} to a bad signature, not 401`,
        'Discord removes such an endpoint: deploy again.',
      );
  }
  return ok(part, `${origin}: healthy, refuses bad signatures (a good one is Discord’s alone)`);
}

async function checkBff(origin: string, secret: string | undefined): Promise<Finding> {
  const part = 'bff route';
  const health = await get(`${origin}${HEALTH_PATH}`);
  if (health.status !== 200)
    return failed(
      part,
      `${origin}${HEALTH_PATH} answers ${health.status}`,
      'npx wrangler tail libra-bff shows why; npm run deploy if it is not there.',
    );
  if (secret === undefined) return ok(part, `${origin}: healthy (no WORKER_SHARED_SECRET here to sign with)`);
  const body = JSON.stringify({
    libra: { caller: { user_id: NOBODY, guild_id: null, channel_id: NOBODY, locale: 'en' } },
  });
  const call = async (spoil?: 'forged') => {
    const signed = await signCall({
      secret,
      signer: 'bot',
      url: `${origin}${STATUS_PATH}`,
      body,
      ...(spoil && { spoil }),
    });
    return fetch(signed.url, { ...signed, signal: AbortSignal.timeout(TIMEOUT_MS) });
  };
  if ((await call('forged')).status !== 401)
    return failed(part, 'a bad signature is not refused', 'Nobody may call it so: deploy again.');
  const told = await call();
  if (told.status === 401)
    return failed(
      part,
      'a good signature is refused',
      'WORKER_SHARED_SECRET here is not the deployed one, or the clock is wrong.',
    );
  if (told.status !== 200)
    return failed(part, `its status answers ${told.status}`, 'npx wrangler tail libra-bff shows why.');
  const { parts = {} } = (await told.json()) as { parts?: Record<string, { state: string }> };
  const bad = Object.entries(parts).filter(([, { state }]) => state !== 'ok');
  return bad.length === 0
    ? ok(
        part,
        `${origin}: good signatures get in, bad ones do not; Redis, Postgres and llm are well from there`,
      )
    : failed(
        part,
        `from there ${bad.map(([name, { state }]) => `${name} is ${state}`).join(', ')}`,
        'See what is said of that part above.',
      );
}

async function get(url: string): Promise<Response> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
}

async function attempt(part: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return failed(part, describeNoAnswer(error), 'Is the address right, and is it deployed?');
  }
}
