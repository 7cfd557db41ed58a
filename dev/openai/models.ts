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

export const EMBEDDING_MODELS: readonly { id: string; dimensions: number }[] = [
  { id: 'text-embedding-3-small', dimensions: 1_536 },
  { id: 'text-embedding-3-large', dimensions: 3_072 },
];

export const MODERATION_MODELS: readonly string[] = ['omni-moderation-latest', 'omni-moderation-2024-09-26'];

/** Finds a model by either of its names. */
export function findChatModel(name: string): ChatModel | null {
  return CHAT_MODELS.find(({ id, snapshot }) => id === name || snapshot === name) ?? null;
}

/** Every name that `GET /v1/models` lists. */
export const MODEL_IDS: readonly string[] = [
  ...CHAT_MODELS.flatMap(({ id, snapshot }) => [id, snapshot]),
  ...EMBEDDING_MODELS.map(({ id }) => id),
  ...MODERATION_MODELS,
];

function model(id: string, date: string, contextTokens: number, maxOutputTokens: number): ChatModel {
  return { id, snapshot: `${id}-${date}`, contextTokens, maxOutputTokens };
}
