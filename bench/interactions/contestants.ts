/** Who answers `/help`: the limit, the peers, and Libra's whole bot, each in a workerd of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildWorkers } from '../../dev/stack/build.ts';
import { createTemporaryFolder } from '../../dev/stand-in/temporary-folder.ts';
import { bundleForWorkerd } from '../harness/bundle.ts';
import { exchangeOnce } from '../harness/http-load.ts';
import { type RunningWorker, startWorkerd } from '../harness/workerd.ts';
import { installPeers } from '../peers/install.ts';
import type { SignedHelp } from './help-request.ts';

export interface Contestant extends RunningWorker {
  name: string;
}

export const LIMIT = 'limit: verify, answer a constant';
export const LIBRA = 'Libra';
export const LIBRA_SILENT = 'Libra, no log line (LOG_LEVEL=warn)';

interface Peer {
  name: string;
  file: string;
  flags?: string[];
  rateLimits?: string[];
}

const PEERS: readonly Peer[] = [
  { name: LIMIT, file: 'limit.js' },
  { name: 'sample app (itty-router, discord-interactions)', file: 'sample-app.js' },
  { name: 'discord-hono', file: 'discord-hono.js' },
  {
    name: 'discord-hono, with a log line and a rate limit',
    file: 'discord-hono-alike.js',
    rateLimits: ['PUBLIC_LIMIT'],
  },
  { name: 'slash-create', file: 'slash-create.js', flags: ['nodejs_compat'] },
];

/** Everybody answers with the message that Libra answers with, so that nobody has less to send. Throws when one answers wrongly. */
export async function startContestants(help: SignedHelp, say: (line: string) => void): Promise<Contestant[]> {
  const peers = installPeers(say);
  const started: Contestant[] = [];
  try {
    const script = await buildBot();
    const libra: Contestant = { name: LIBRA, ...(await startBot(script, help, 'info')) };
    started.push(libra);
    started.push({ name: LIBRA_SILENT, ...(await startBot(script, help, 'warn')) });
    const answer = await askOnce(libra, help);
    for (const { name, file, flags = [], rateLimits = [] } of PEERS) {
      const worker = await startWorkerd({
        script: await bundleForWorkerd(`bench/peers/contestants/${file}`, {
          nodePaths: [join(peers, 'node_modules')],
          nodeBuiltins: flags.includes('nodejs_compat'),
        }),
        flags,
        rateLimits,
        vars: {
          ANSWER: answer,
          DATA: JSON.stringify(dataOf(answer)),
          DISCORD_APPLICATION_ID: help.applicationId,
          DISCORD_PUBLIC_KEY: help.publicKey,
          DISCORD_TOKEN: 'unused',
        },
      });
      started.push({ name, ...worker });
    }
    for (const contestant of started) await assertFair(contestant, help, answer);
    return started;
  } catch (error) {
    await Promise.all(started.map((contestant) => contestant.close()));
    throw error;
  }
}

/** Bundled as for a deployment. */
async function buildBot(): Promise<string> {
  const { path: folder, remove } = createTemporaryFolder('libra-bench-build-');
  try {
    const bundles = await buildWorkers(folder);
    return readFileSync(bundles.find(({ worker }) => worker === 'bot')?.scriptPath ?? '', 'utf8');
  } finally {
    remove();
  }
}

function startBot(script: string, help: SignedHelp, logLevel: string): Promise<RunningWorker> {
  return startWorkerd({
    script,
    durableObjects: {
      REPLY_DELIVERY: 'ReplyDelivery',
      PERSON_ERASURE: 'PersonErasure',
      REMINDERS: 'Reminders',
    },
    rateLimits: ['PUBLIC_LIMIT'],
    absentServices: ['BFF'],
    vars: {
      DISCORD_APPLICATION_ID: help.applicationId,
      DISCORD_PUBLIC_KEY: help.publicKey,
      WORKER_SHARED_SECRET: 'a secret for a bench that calls nobody',
      UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:9',
      UPSTASH_REDIS_REST_TOKEN: 'unused-token',
      LOG_LEVEL: logLevel,
    },
  });
}

async function askOnce({ name, port }: Contestant, { requests }: SignedHelp): Promise<string> {
  const [request] = requests;
  const { status, body } = await exchangeOnce(port, request ?? Buffer.alloc(0));
  if (status !== 200) throw new Error(`${name} answered ${status} to a well-signed /help`);
  // A body of unknown length comes in chunks; the JSON is what stands between its first and last brace.
  return body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1);
}

/** Of the message that an answer shows. */
function dataOf(answer: string): { flags: number; components: unknown[] } {
  return (JSON.parse(answer) as { data: { flags: number; components: unknown[] } }).data;
}

async function assertFair(contestant: Contestant, help: SignedHelp, answer: string): Promise<void> {
  const { flags, components } = dataOf(await askOnce(contestant, help));
  const expected = dataOf(answer);
  if (flags !== expected.flags || !isDeepStrictEqual(components, expected.components)) {
    throw new Error(`${contestant.name} answers another message`);
  }
  const { status } = await exchangeOnce(contestant.port, help.forged);
  if (status !== 401) throw new Error(`${contestant.name} answered ${status} to a forged signature`);
}
