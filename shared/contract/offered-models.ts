/** The models that a person may choose from. bot → bff, POST, signed as the bot, body `OfferedModelsRequest`. */
import type { Caller } from './caller.ts';

/** Answer `OfferedModels`. */
export const OFFERED_MODELS_PATH = '/v1/offered-models';

export interface OfferedModelsRequest {
  libra: { caller: Caller };
}

/** Of a name with several targets, what its first one says. What is absent is not known. */
export interface OfferedModel {
  name: string;
  /** Micro-USD per million tokens. */
  price?: { prompt: number; completion: number };
  /** Reads images. */
  vision?: boolean;
  /** Thinks before it answers. */
  reasoning?: boolean;
}

export interface OfferedModels {
  /** The name that answers where none is chosen. */
  default: string;
  /** In the catalogue's order. */
  models: OfferedModel[];
}
