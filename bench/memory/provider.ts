/** Whom the dialogues are held with. */
import { checkProviders } from '../../dev/doctor/providers.ts';
import { readLocalVars } from '../../dev/stack/dev-vars.ts';
import { DevVarsError, parseDevVars, type StackSettings } from '../../dev/stack/settings.ts';
import { BenchRefusal } from '../harness/refusal.ts';

export interface BenchProvider {
  settings: StackSettings;
  /** Learns facts from what is said. */
  learner: string;
}

const OFFLINE_LEARNER = 'gpt-4.1-mini';

/** The offline model. `EMBEDDINGS_BASE_URL` of the environment: real vectors. */
export function offlineProvider(): BenchProvider {
  const url = process.env.EMBEDDINGS_BASE_URL;
  const settings = parseDevVars(url === undefined ? '' : `EMBEDDINGS_BASE_URL=${url}`);
  return { settings, learner: OFFLINE_LEARNER };
}

/**
 * As `.dev.vars` and `catalogue.json` name it; nothing else of theirs is used: the people of the dialogues are stored in a
 * database of the bench. Throws `BenchRefusal` when it does not answer.
 */
export async function realProvider(): Promise<BenchProvider> {
  const { openai, catalogue, overrides } = readSettings();
  if (openai === undefined && catalogue === undefined) {
    throw new BenchRefusal(
      '--real needs a provider: set OPENAI_API_KEY in .dev.vars, or write a catalogue.json.',
    );
  }
  const settings: StackSettings = {
    overrides,
    ...(openai === undefined ? {} : { openai }),
    ...(catalogue === undefined ? {} : { catalogue }),
  };
  const failed = (await checkProviders(settings)).find(({ state }) => state === 'failed');
  if (failed !== undefined) {
    throw new BenchRefusal(`The provider does not answer: ${failed.seen}. ${failed.advice ?? ''}`.trimEnd());
  }
  const { PERSONAL_MEMORY_MODEL: chosen = 'none', DEFAULT_LLM_MODEL: fallback = 'gpt-4o-mini' } = overrides;
  const defaultModel = catalogue?.catalogue.defaultName ?? fallback;
  return { settings, learner: chosen === 'none' ? defaultModel : chosen };
}

function readSettings(): StackSettings {
  try {
    return readLocalVars({ needsKeys: true });
  } catch (error) {
    if (error instanceof DevVarsError) throw new BenchRefusal(error.message);
    throw error;
  }
}
