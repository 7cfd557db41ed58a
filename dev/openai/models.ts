/** The models that the stand-in offers, with the limits of the real ones. Source: https://platform.openai.com/docs/models */
export interface ChatModel {
  /** The name that clients ask for. */
  id: string;
  /** The dated name that answers carry, as OpenAI's do. */
  snapshot: string;
  contextTokens: number;
  maxOutputTokens: number;
}

const CHAT_MODELS: readonly ChatModel[] = [
  model('gpt-4o-mini', '2024-07-18', 128_000, 16_384),
  model('gpt-4o', '2024-08-06', 128_000, 16_384),
  model('gpt-4.1', '2025-04-14', 1_047_576, 32_768),
  model('gpt-4.1-mini', '2025-04-14', 1_047_576, 32_768),
  model('gpt-4.1-nano', '2025-04-14', 1_047_576, 32_768),
];

export interface EmbeddingModel {
  id: string;
  dimensions: number;
  /** False for a model with one size only. */
  shortens: boolean;
}

const EMBEDDING_MODELS: readonly EmbeddingModel[] = [
  { id: 'text-embedding-3-small', dimensions: 1_536, shortens: true },
  { id: 'text-embedding-3-large', dimensions: 3_072, shortens: true },
  { id: 'text-embedding-ada-002', dimensions: 1_536, shortens: false },
];

export const MODERATION_MODELS: readonly string[] = ['omni-moderation-latest', 'omni-moderation-2024-09-26'];

export interface TranscriptionModel {
  id: string;
  /** True for whisper-1: it has all formats, translates, counts seconds and does not stream. */
  isWhisper: boolean;
}

const TRANSCRIPTION_MODELS: readonly TranscriptionModel[] = [
  { id: 'whisper-1', isWhisper: true },
  { id: 'gpt-4o-transcribe', isWhisper: false },
  { id: 'gpt-4o-mini-transcribe', isWhisper: false },
];

export interface SpeechModel {
  id: string;
  /** Whether it takes `stream_format: "sse"` and `instructions`. */
  streamsEvents: boolean;
}

const SPEECH_MODELS: readonly SpeechModel[] = [
  { id: 'tts-1', streamsEvents: false },
  { id: 'tts-1-hd', streamsEvents: false },
  { id: 'gpt-4o-mini-tts', streamsEvents: true },
];

export const REALTIME_MODELS: readonly string[] = ['gpt-realtime', 'gpt-realtime-mini'];

/** Finds a model by either of its names. */
export function findChatModel(name: string): ChatModel | null {
  return CHAT_MODELS.find(({ id, snapshot }) => id === name || snapshot === name) ?? null;
}

export function findEmbeddingModel(name: string): EmbeddingModel | null {
  return EMBEDDING_MODELS.find(({ id }) => id === name) ?? null;
}

export function findTranscriptionModel(name: string): TranscriptionModel | null {
  return TRANSCRIPTION_MODELS.find(({ id }) => id === name) ?? null;
}

export function findSpeechModel(name: string): SpeechModel | null {
  return SPEECH_MODELS.find(({ id }) => id === name) ?? null;
}

const DESCRIPTIONS: readonly { ids: readonly string[]; description: string }[] = [
  {
    ids: CHAT_MODELS.flatMap(({ id, snapshot }) => [id, snapshot]),
    description: 'Offline stand-in: a table of small skills, no AI.',
  },
  {
    ids: EMBEDDING_MODELS.map(({ id }) => id),
    description:
      'Offline stand-in: lexical. Hashed syllables, words and characters; like wording is near, like meaning is not.',
  },
  { ids: MODERATION_MODELS, description: 'Offline stand-in: word lists in Korean and English. No images.' },
  {
    ids: TRANSCRIPTION_MODELS.map(({ id }) => id),
    description: 'Offline stand-in: Moonshine tiny, English only; fetched on first use.',
  },
  {
    ids: SPEECH_MODELS.map(({ id }) => id),
    description: 'Offline stand-in: espeak-ng; fetched on first use unless it is installed.',
  },
  {
    ids: REALTIME_MODELS,
    description:
      'Offline stand-in: the same table of small skills, spoken by espeak-ng. It detects no turns.',
  },
];

/** What `GET /v1/models` lists under each name. */
export const MODEL_DESCRIPTIONS: ReadonlyMap<string, string> = new Map(
  DESCRIPTIONS.flatMap(({ ids, description }) => ids.map((id) => [id, description] as const)),
);

function model(id: string, date: string, contextTokens: number, maxOutputTokens: number): ChatModel {
  return { id, snapshot: `${id}-${date}`, contextTokens, maxOutputTokens };
}
