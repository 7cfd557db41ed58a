/** `npm run sign`: a ready curl for a call that only the bot may make, signed for the stack that `npm start` runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHAT_COMPLETIONS_PATH } from '../shared/chat/completions.ts';
import { CIRCUITS_PATH } from '../shared/contract/circuits.ts';
import { PRIVACY_SUMMARY_PATH } from '../shared/contract/privacy.ts';
import { IDEMPOTENCY_KEY_HEADER, RESET_PATH, STATUS_PATH } from '../shared/contract/routes.ts';
import { toCurl } from './sign/curl.ts';
import { SPOILS, type Spoil, signCall } from './sign/signed-call.ts';
import { onlyPositional, readArguments } from './stack/arguments.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { readDevVars, readOperatorVars } from './stack/dev-vars.ts';
import { chosenEnvironment, DEVELOPMENT, varsFileOf } from './stack/environments.ts';
import { explain } from './stack/explain.ts';
import type { DevKeys } from './stack/keys.ts';
import { originAtCloudflare } from './stack/public-origin.ts';
import { readRunning } from './stack/running.ts';

const PATHS = {
  chat: CHAT_COMPLETIONS_PATH,
  status: STATUS_PATH,
  reset: RESET_PATH,
  privacy: PRIVACY_SUMMARY_PATH,
  circuits: CIRCUITS_PATH,
};

const HELP = `A curl command for a call to the bff, signed as the bot. It is good once and for five minutes.

  npm run -s sign                          print it
  eval "$(npm run -s sign)"                run it
  npm run -s sign -- --repeat 21 --at-once | sh     run many together, each signed for itself

  npm run sign -- [chat|status|reset|privacy|circuits]     what to call; chat unless told otherwise
    --prompt TEXT        the question (chat)
    --stream             the answer piece by piece (chat)
    --key KEY            an Idempotency-Key (chat)
    --target PROVIDER/MODEL --force open|closed|auto       hold a circuit, or let go of it (circuits)
    --user ID --guild ID|dm --channel ID --locale ko|en    on whose behalf
    --spoil HOW          ${Object.keys(SPOILS).join(', ')}
    --previous           with WORKER_SHARED_SECRET_PREVIOUS
    --repeat N           N commands; the questions are numbered
    --brief              show the status alone
    --at-once            brief, and all at the same time
    --headers            only the headers, one a line (for curl -H @FILE)
    --url ORIGIN         another bff; the secret is then the environment's WORKER_SHARED_SECRET
                         (with LIBRA_ENV=production the deployed one, and its secret)
    --data-dir DIR       of the running stack (default .libra)`;

const { values, positionals } = readArguments(HELP, {
  allowPositionals: true,
  options: {
    prompt: { type: 'string', default: '안녕, 너는 누구야?' },
    stream: { type: 'boolean', default: false },
    key: { type: 'string' },
    target: { type: 'string' },
    force: { type: 'string' },
    user: { type: 'string', default: '1300000000000000101' },
    guild: { type: 'string', default: '1300000000000000201' },
    channel: { type: 'string', default: '1300000000000000301' },
    locale: { type: 'string', default: 'ko' },
    spoil: { type: 'string' },
    previous: { type: 'boolean', default: false },
    repeat: { type: 'string', default: '1' },
    brief: { type: 'boolean', default: false },
    'at-once': { type: 'boolean', default: false },
    headers: { type: 'boolean', default: false },
    url: { type: 'string' },
    'data-dir': { type: 'string', default: join(PROJECT_ROOT, '.libra') },
  },
});

try {
  const what = onlyPositional(positionals, 'sign') ?? 'chat';
  if (!Object.hasOwn(PATHS, what))
    throw new Error(`There is no call ${what}: there are ${Object.keys(PATHS).join(', ')}.`);
  const { spoil } = values;
  if (spoil !== undefined && !isSpoil(spoil))
    throw new Error(`--spoil takes ${Object.keys(SPOILS).join(', ')}`);
  if (!/^[1-9]\d{0,3}$/.test(values.repeat)) throw new Error('--repeat takes a number from 1 to 9999');
  const { origin, secret } = await findReceiver(values);
  for (let turn = 1; turn <= Number(values.repeat); turn += 1) {
    const call = await signCall({
      secret,
      signer: 'bot',
      url: `${origin}${PATHS[what as keyof typeof PATHS]}`,
      body: JSON.stringify(createBody(what, turn, values)),
      ...(values.key === undefined ? {} : { headers: { [IDEMPOTENCY_KEY_HEADER]: values.key } }),
      ...(spoil === undefined ? {} : { spoil }),
    });
    const headers = () => Object.entries(call.headers).map(([name, value]) => `${name}: ${value}`);
    if (values.headers) console.log(headers().join('\n'));
    else if (values['at-once']) console.log(`${toCurl(call, { brief: true })} &`);
    else console.log(toCurl(call, values));
  }
  if (values['at-once']) console.log('wait');
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function isSpoil(value: string): value is Spoil {
  return Object.hasOwn(SPOILS, value);
}

interface Wish {
  prompt: string;
  stream: boolean;
  target?: string;
  force?: string;
  user: string;
  guild: string;
  channel: string;
  locale: string;
  repeat: string;
}

function createBody(what: string, turn: number, wish: Wish): object {
  const caller = {
    user_id: wish.user,
    guild_id: wish.guild === 'dm' ? null : wish.guild,
    channel_id: wish.channel,
    locale: wish.locale,
  };
  if (what === 'circuits') return { target: wish.target, force: wish.force };
  if (what !== 'chat') return { libra: { caller } };
  const content = wish.repeat === '1' ? wish.prompt : `${wish.prompt} (${turn})`;
  return { messages: [{ role: 'user', content }], stream: wish.stream, libra: { caller } };
}

/** Whom to call, and the secret that is shared with it. */
async function findReceiver(wish: {
  url?: string;
  previous: boolean;
  'data-dir': string;
}): Promise<{ origin: string; secret: string }> {
  const name = wish.previous ? 'WORKER_SHARED_SECRET_PREVIOUS' : 'WORKER_SHARED_SECRET';
  const environment = chosenEnvironment();
  if (environment !== DEVELOPMENT) {
    const secret = readOperatorVars().overrides[name];
    if (secret === undefined) throw new Error(`${name} is not set in ${varsFileOf(environment)}`);
    const origin = wish.url ?? (await originAtCloudflare('bff', environment));
    return { origin: new URL(origin).origin, secret };
  }
  if (wish.url !== undefined) {
    const secret = process.env[name];
    if (secret === undefined) throw new Error(`${name} must be in the environment when --url is given`);
    return { origin: new URL(wish.url).origin, secret };
  }
  const dataDir = wish['data-dir'];
  const running = readRunning(dataDir);
  if (running === undefined)
    throw new Error('No stack is running: npm start in another terminal, or give --url.');
  const { overrides } = readDevVars();
  const keys = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')) as DevKeys;
  const secret = overrides[name] ?? (wish.previous ? undefined : keys.sharedSecret);
  if (secret === undefined) throw new Error(`${name} is not set in .dev.vars`);
  return { origin: running.bff, secret };
}
