/** Settings for tests: nothing set, and as much as there can be. */
import type { SettingsView } from '../../../../shared/contract/settings.ts';
import { CATEGORIES } from '../../../../shared/moderation/categories.ts';
import { effectiveSettings } from '../../../../shared/settings/effective.ts';
import type { SettingsOf } from '../../../../shared/settings/settings.ts';

export const CHANNEL = '1300000000000000301';

const snowflakes = (count: number) => Array.from({ length: count }, (_, n) => `13000000000000${10_000 + n}`);
/** As long as Discord lets an id be. */
const MODELS = Array.from({ length: 60 }, (_, n) => `${n}`.padStart(3, '0').padEnd(100, '모'));
const PERSONAS = Array.from({ length: 25 }, (_, n) => `${n}`.padEnd(32, '별'));
const HANGUL_PAGE = '가'.repeat(4_000);

export function viewOf(given: Partial<SettingsOf> & Partial<SettingsView> = {}): SettingsView {
  const { server = {}, channel = {}, person = {}, ...rest } = given;
  const catalogue = given.catalogue ?? ['gpt-4o-mini', 'gpt-4o'];
  const ceilings = { models: catalogue, dailyTokens: 0, dailyMicroUsd: 0 };
  return {
    version: 3,
    person_version: 1,
    server,
    channel_id: CHANNEL,
    channel,
    person,
    effective: effectiveSettings(
      { ceilings, server, channel, person },
      { channelId: CHANNEL, parentId: null, guildId: null, roleIds: [] },
    ),
    models: catalogue,
    catalogue,
    default_model: 'gpt-4o-mini',
    personas: [],
    ceilings: { daily_tokens: 0, daily_micro_usd: 0 },
    ...rest,
  };
}

const WHOLE_CHANNEL: SettingsOf['channel'] = {
  language: 'ko',
  model: MODELS[1] ?? '',
  persona: PERSONAS[24] ?? '',
  instructions: HANGUL_PAGE,
  privateAnswers: true,
  conversation: 'channel',
  memory: false,
  moderation: {
    level: 'block',
    categories: Object.fromEntries(CATEGORIES.map((category) => [category, 'note'])),
  },
  showCosts: 'moderators',
  showQuestion: false,
};

export const FULL = viewOf({
  version: 999_999_999,
  person_version: 999_999_999,
  catalogue: MODELS,
  personas: PERSONAS,
  server: {
    ...WHOLE_CHANNEL,
    allowedModels: MODELS,
    answersIn: { allow: snowflakes(100), deny: snowflakes(100) },
    roleLimits: snowflakes(10).map((roleId) => ({
      roleId,
      callsPerMin: 10_000,
      tokensPerDay: 1_000_000_000_000,
      microUsdPerDay: 999_999_999_999,
    })),
    dailyTokens: 1_000_000_000_000,
    dailyMicroUsd: 999_999_999_999,
  },
  channel: WHOLE_CHANNEL,
  person: {
    language: 'en',
    model: MODELS[2] ?? '',
    persona: PERSONAS[3] ?? '',
    timeZone: 'America/Argentina/ComodRivadavia',
  },
});
