/** Whether a model that is asked for by name is here, and does what it is asked to do. Pure. */
import {
  type Catalogue,
  findChain,
  firstNameOf,
  kindOfChain,
  type ModelKind,
} from '../../../../shared/catalogue/catalogue.ts';
import type { Failure } from '../../../../shared/contract/failure.ts';
import type { Validated } from '../validate.ts';

const PATHS: Record<ModelKind, string> = {
  chat: '/v1/chat/completions',
  embedding: '/v1/embeddings',
  moderation: '/v1/moderations',
  speech: '/v1/audio/speech',
  transcription: '/v1/audio/transcriptions',
  realtime: '/talk',
};

/** Null when it may be asked. */
export function findModelFault(catalogue: Catalogue, name: string, wanted: ModelKind): Failure | null {
  const chain = findChain(catalogue, name);
  if (chain === undefined) return { code: 'model_not_found', param: 'model' };
  const kind = kindOfChain(chain);
  if (kind === wanted) return null;
  const detail = `'${name}' is a model for ${kind}: it is asked at ${PATHS[kind]}.`;
  return { code: 'model_not_found', param: 'model', detail };
}

/** The model that is asked; without a name the first one of its kind, as OpenAI has a default where a name may be left out. */
export function chooseModel(
  catalogue: Catalogue,
  name: string | undefined,
  wanted: ModelKind,
): Validated<string> {
  const chosen = name ?? firstNameOf(catalogue, wanted);
  if (chosen === undefined) return { ok: false, code: 'model_not_found', param: 'model' };
  const fault = findModelFault(catalogue, chosen, wanted);
  return fault === null ? { ok: true, value: chosen } : { ok: false, ...fault };
}
