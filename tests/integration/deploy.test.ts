/** `npm run deploy` and `npm run rollback` as an operator runs them, with the real wrangler, against a stand-in of Cloudflare's API. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CloudflareStandIn, startCloudflareStandIn } from '../../dev/cloudflare/server.ts';
import { type NeonStandIn, startNeonStandIn } from '../../dev/neon/server.ts';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';

const SECRET = 'fake'.repeat(10);
/** An environment of its own, so that nobody's file is touched. */
const ENVIRONMENT = `t${randomBytes(4).toString('hex')}`;
const FILE = join(PROJECT_ROOT, `.${ENVIRONMENT}.vars`);
const BOT = `libra-bot-${ENVIRONMENT}`;
const LLM = `libra-llm-${ENVIRONMENT}`;

let cloudflare: CloudflareStandIn;
let neon: NeonStandIn;
let origin: string;

beforeAll(async () => {
  [cloudflare, neon] = await Promise.all([startCloudflareStandIn({ secret: SECRET }), startNeonStandIn({})]);
  origin = await cloudflare.open(BOT);
  writeVars();
});
afterAll(async () => {
  rmSync(FILE, { force: true });
  await Promise.all([cloudflare.close(), neon.close()]);
});

function writeVars(more = ''): void {
  // The host is Neon's, what answers is the stand-in.
  const { username, password, pathname } = new URL(neon.databaseUrl);
  const vars = [
    'DISCORD_APPLICATION_ID=123456789012345678',
    `DISCORD_PUBLIC_KEY=${'0'.repeat(64)}`,
    'DISCORD_BOT_TOKEN=fake.fake.fake',
    `WORKER_SHARED_SECRET=${SECRET}`,
    'OPENAI_API_KEY=fake-provider-key',
    'UPSTASH_REDIS_REST_URL=https://fake.upstash.io',
    'UPSTASH_REDIS_REST_TOKEN=fake-token',
    `DATABASE_URL=postgres://${username}:${password}@ep-fake.neon.tech${pathname}`,
    more,
  ];
  writeFileSync(FILE, vars.join('\n'), { mode: 0o600 });
}

function run(program: string, ...args: string[]): Promise<{ code: number | null; text: string }> {
  const words = [join(PROJECT_ROOT, 'dev', program), '--env', ENVIRONMENT, '--only', 'llm,bot', ...args];
  const child = spawn(process.execPath, words, {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CLOUDFLARE_API_BASE_URL: cloudflare.url,
      CLOUDFLARE_API_TOKEN: cloudflare.token,
      CLOUDFLARE_ACCOUNT_ID: cloudflare.accountId,
      NEON_HTTP_URL: neon.httpUrl,
      // As in a build at Cloudflare, whose wrangler would put all Workers under this one name.
      WRANGLER_CI_OVERRIDE_NAME: 'libra',
      CLOUDFLARE_ENV: 'elsewhere',
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, text })));
}

const deploy = (...args: string[]) =>
  run('deploy.ts', '--skip-register', '--patience', '2', '--origin', `bot=${origin}`, ...args);
const versionsOf = (name: string) => cloudflare.workers.get(name)?.deployments[0]?.versions ?? [];

// Each run of the real wrangler takes seconds, and a minute where others want the same cores.
describe('npm run deploy', { timeout: 900_000 }, () => {
  it('creates the Workers, with their secrets, and the schema', async () => {
    const rehearsed = await deploy('--dry-run');
    expect(rehearsed.text).toContain(`${LLM}: create`);
    expect(rehearsed.text).toContain('apply 0000_foundation');
    expect(rehearsed.text).toContain('Configuration: complete. Nothing was changed.');
    expect(cloudflare.calls().filter((call) => !call.startsWith('GET'))).toEqual([]);

    const { code, text } = await deploy();
    expect({ code, text }).toMatchObject({ code: 0 });
    expect(text).toMatch(/migrations applied: [1-9]/);
    expect([...(cloudflare.workers.get(LLM)?.secrets.keys() ?? [])].sort()).toEqual([
      'OPENAI_API_KEY',
      'WORKER_SHARED_SECRET',
    ]);
    expect(cloudflare.workers.get(BOT)?.migrationTag).toMatch(/^v\d+$/);
    // The page that the bot links to is the voice Worker's of this environment, though that is not deployed here.
    expect(cloudflare.workers.get(BOT)?.versions.at(-1)?.vars.VOICE_URL).toBe(
      `https://libra-voice-${ENVIRONMENT}.stand-in.workers.dev`,
    );
    const puts = cloudflare
      .calls()
      .filter((call) => call.startsWith('PUT /workers/scripts/') && call.split('/').length === 4);
    expect(puts).toEqual([`PUT /workers/scripts/${LLM}`, `PUT /workers/scripts/${BOT}`]);
    expect(text).toContain(`Deployed: ${LLM}, ${BOT} at version 0.`);
    expect(text).toContain(`Interactions Endpoint URL, in Discord's portal: ${origin}/interactions`);
    expect(text).not.toMatch(/fake-provider-key|fake-token/);
  });

  it('does nothing where all is at this release, and goes on from there', async () => {
    const before = cloudflare.calls().length;
    const { code, text } = await deploy();
    expect({ code, text }).toMatchObject({
      code: 0,
      text: expect.stringContaining(`${BOT}: is at this release already`),
    });
    expect(
      cloudflare
        .calls()
        .slice(before)
        .filter((call) => !call.startsWith('GET')),
    ).toEqual([]);
  });

  it('takes the whole run back when a Worker is red, and says so', async () => {
    const before = [LLM, BOT].map(versionsOf);
    writeVars('LLM_CALLS_PER_MIN=7');
    cloudflare.setSick(BOT, 500);
    const { code, text } = await deploy();
    cloudflare.setSick(BOT, null);
    expect(code).toBe(1);
    expect(text).toContain(`${BOT}: RED: /health answers 500`);
    expect(text).toContain(`${LLM}: rolled back to`);
    expect([LLM, BOT].map(versionsOf)).toEqual(before);
    expect(cloudflare.workers.get(BOT)?.versions).toHaveLength(2);
  });

  it('uploads versions of what is there, and rolls back by hand', async () => {
    const [before] = versionsOf(BOT);
    const { code, text } = await deploy('--gradual', '25', '--pause', '0');
    expect({ code, text }).toMatchObject({
      code: 0,
      text: expect.stringContaining(`${BOT}: 25 % of requests`),
    });
    expect(versionsOf(BOT)).toHaveLength(1);
    expect(versionsOf(BOT)[0]?.version_id).not.toBe(before?.version_id);
    const back = await run('rollback.ts');
    expect(back).toMatchObject({ code: 0, text: expect.stringContaining(`${BOT}: rolled back`) });
    expect(back.text).toContain('same schema');
    expect(versionsOf(BOT)[0]?.version_id).toBe(before?.version_id);
    // Not forward again to what was just taken away.
    expect((await run('rollback.ts')).text).toContain(`${BOT}: there is no version before`);
    expect(versionsOf(BOT)[0]?.version_id).toBe(before?.version_id);
  });

  it('changes nothing where a secret is missing', async () => {
    rmSync(FILE);
    writeFileSync(
      FILE,
      `DATABASE_URL=postgres://u:p@ep-fake.neon.tech/libra\nDISCORD_APPLICATION_ID=123456789012345678\n`,
    );
    const before = cloudflare.calls().length;
    const { code, text } = await deploy();
    expect(code).toBe(1);
    expect(text).toContain('DISCORD_PUBLIC_KEY is missing');
    expect(cloudflare.calls()).toHaveLength(before);
  });
});
