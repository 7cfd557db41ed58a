import { describe, expect, it } from 'vitest';
import { parseDevVars } from '../stack/settings.ts';
import { settleAddresses } from './addresses.ts';
import { createTargets, type RawConfig } from './targets.ts';

const RAW: RawConfig = {
  env: {
    bot: {
      name: 'libra-bot',
      main: 'workers/bot/index.ts',
      workers_dev: true,
      services: [{ binding: 'VOICE', service: 'libra-voice' }],
    },
    voice: { name: 'libra-voice', main: 'workers/voice/index.ts', workers_dev: true },
    llm: { name: 'libra-llm', main: 'workers/llm/index.ts' },
  },
};

async function settle({
  vars = '',
  only = ['bot', 'voice', 'llm'],
  given = {},
  environment = 'production',
}: {
  vars?: string;
  only?: string[];
  given?: Record<string, string>;
  environment?: string;
} = {}) {
  let asked = 0;
  const all = createTargets(RAW, parseDevVars(vars), { environment, root: '/r', version: '1' });
  const targets = all.filter(({ worker }) => only.includes(worker));
  const { originOf } = await settleAddresses(targets, new Map(Object.entries(given)), {
    async subdomain() {
      asked += 1;
      return 'acme';
    },
  });
  const voiceUrl = targets.find(({ worker }) => worker === 'bot')?.config.vars?.VOICE_URL;
  return { originOf, voiceUrl, asked };
}

describe('the address of the voice Worker', () => {
  it.each([
    ['all are deployed', {}, 'https://libra-voice.acme.workers.dev'],
    ['the bot is deployed alone', { only: ['bot'] }, 'https://libra-voice.acme.workers.dev'],
    ['it is staging', { environment: 'staging' }, 'https://libra-voice-staging.acme.workers.dev'],
    ['it has a domain of its own', { given: { voice: 'https://talk.acme.com' } }, 'https://talk.acme.com'],
    ['the operator has set it', { vars: 'VOICE_URL=https://mine.acme.com' }, 'https://mine.acme.com'],
  ])('is told to the bot when %s', async (_what, options, expected) => {
    expect((await settle(options)).voiceUrl).toBe(expected);
  });

  it('is not asked for when no public Worker is deployed', async () => {
    expect(await settle({ only: ['llm'] })).toMatchObject({ asked: 0, voiceUrl: undefined });
  });
});

it('knows where each public Worker answers, and none that is not', async () => {
  const { originOf } = await settle({ given: { bot: 'https://bot.acme.com' } });
  expect([originOf('bot'), originOf('voice'), originOf('llm')]).toEqual([
    'https://bot.acme.com',
    'https://libra-voice.acme.workers.dev',
    undefined,
  ]);
});
