/** The raw variables, turned into typed configuration in this one place. */
import { readBotToken, readDiscordApiBaseUrl } from '../../shared/config/discord-api.ts';
import { readSharedSecrets } from '../../shared/config/shared-secrets.ts';
import { createVariableReader } from '../../shared/config/variables.ts';
import { readWorkerConfig, type WorkerConfig } from '../../shared/config/worker.ts';

export interface VoiceConfig extends WorkerConfig {
  /** Current first, then the previous one while it rotates. */
  sharedSecrets: readonly [string, ...string[]];
  /** Of the catalogue; undefined: the first one of its kind. */
  transcriptionModel: string | undefined;
  speechModel: string | undefined;
  /** Of the speech model. */
  voice: string;
  /** Null: what is said is understood, asked and spoken by three models. */
  realtime: { model: string | undefined; voice: string } | null;
  /** Of one person, in all places. */
  minutesPerDay: number;
  discordApiBaseUrl: string;
  /** Posts a transcript when the command's own token is too old; undefined: then it is offered on the page alone. */
  botToken: string | undefined;
}

/** Throws `VariablesError`, which names every variable that is missing or malformed. */
export function readVoiceConfig(env: Readonly<Record<string, unknown>>): VoiceConfig {
  const variables = createVariableReader(env);
  const isRealtime =
    variables.choice('TALK_PROVIDER', { words: TALK_PROVIDERS, fallback: 'cascade' }) === 'realtime';
  const realtimeModel = variables.optionalText('TALK_REALTIME_MODEL', MODEL_NAME);
  const realtimeVoice = variables.text('TALK_REALTIME_VOICE', {
    fallback: 'marin',
    pattern: /^[\w-]{1,64}$/,
    form: 'a voice',
  });
  const config: VoiceConfig = {
    sharedSecrets: readSharedSecrets(variables),
    transcriptionModel: variables.optionalText('TALK_TRANSCRIPTION_MODEL', MODEL_NAME),
    speechModel: variables.optionalText('TALK_SPEECH_MODEL', MODEL_NAME),
    voice: variables.text('TALK_VOICE', { fallback: 'alloy' }),
    realtime: isRealtime ? { model: realtimeModel, voice: realtimeVoice } : null,
    minutesPerDay: variables.integer('TALK_MINUTES_PER_DAY', { fallback: 30, min: 1, max: 1_440 }),
    discordApiBaseUrl: readDiscordApiBaseUrl(variables),
    botToken: readBotToken(variables),
    ...readWorkerConfig(variables),
  };
  variables.finish();
  return config;
}

const TALK_PROVIDERS = ['cascade', 'realtime'] as const;
const MODEL_NAME = { pattern: /^\S{1,100}$/, form: 'the name of a model' };
