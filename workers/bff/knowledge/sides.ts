/**
 * Some models of embeddings want to be told whether a text asks or may answer: e5 by a word before it, others by a field of the
 * request. OpenAI's do not, and refuse the field. Pure.
 */
export const EMBEDDING_SIDES = ['none', 'prefix', 'input_type'] as const;
export type EmbeddingSides = (typeof EMBEDDING_SIDES)[number];

export type TextSide = 'query' | 'passage';

/** The fields of a request for the vectors of these texts. */
export function inputFields(sides: EmbeddingSides, side: TextSide, texts: readonly string[]) {
  return {
    input: sides === 'prefix' ? texts.map((text) => `${side}: ${text}`) : texts,
    ...(sides === 'input_type' ? { input_type: side } : {}),
  };
}

/** As vectors of a model are named, without their length: those that were made in another way mean nothing beside them. */
export function vectorsOf(model: string, sides: EmbeddingSides): string {
  return sides === 'none' ? model : `${model}+${sides}`;
}
