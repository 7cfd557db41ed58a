/** Whether questions and answers are judged, by which model, and whether that gives a verdict: one judges a harmless word. */
import { findChain, modelsOf } from '../../shared/catalogue/catalogue.ts';
import { readModeration } from '../../shared/config/moderation.ts';
import { createVariableReader, type VariableReader, VariablesError } from '../../shared/config/variables.ts';
import { parseJson } from '../../shared/json.ts';
import { blocksAnything } from '../../shared/moderation/policy.ts';
import { parseVerdicts } from '../../shared/moderation/verdict.ts';
import { createProvider } from '../../workers/llm/provider/provider.ts';
import type { StackSettings } from '../stack/settings.ts';
import { type Finding, failed, ok, standIn } from './finding.ts';
import { requestOf } from './passthrough.ts';
import { readProviders } from './providers.ts';

const PART = 'moderation';
const TIMEOUT_MS = 10_000;

export async function checkModeration(settings: StackSettings): Promise<Finding> {
  const config = readProviders(settings);
  if (config === null)
    return standIn(PART, 'OPENAI_API_KEY, or a catalogue.json with a model of the kind moderation');
  const reader = createVariableReader(settings.overrides);
  const moderation = readModeration(reader, config.catalogue);
  const problem = problemOf(reader);
  if (problem !== null) return failed(PART, problem, 'Correct it; docs/moderation.md lists the variables.');
  if (moderation === null) return ok(PART, 'switched off: nothing is judged (MODERATION_MODEL)');
  const [judge] = modelsOf(findChain(config.catalogue, moderation.model) ?? []);
  const provider = judge === undefined ? undefined : config.providers.get(judge.provider);
  if (judge === undefined || provider === undefined) {
    return failed(PART, `no provider for ${moderation.model}`, 'Name it in the catalogue.');
  }
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const startedAtMs = Date.now();
  const sent = await createProvider(provider).send(await requestOf(judge), signal);
  const verdict = sent.ok ? parseVerdicts(parseJson(await new Response(sent.body).text()), 1) : null;
  const tookMs = Date.now() - startedAtMs;
  if (verdict === null) {
    const refused = blocksAnything(moderation.defaults.usual)
      ? 'every question is refused'
      : 'nothing is noted';
    const why = sent.ok ? 'gives no verdict' : `does not answer (${sent.failure.cause})`;
    return failed(
      PART,
      `${moderation.model} ${why}: ${refused}`,
      'See its key and address, or set MODERATION_MODEL=none.',
    );
  }
  const slow = tookMs > moderation.deadlineMs ? `, but later than MODERATION_TIMEOUT_MS (${tookMs} ms)` : '';
  return ok(PART, `${moderation.model} judges questions${ANSWERS[moderation.answers]}${slow}`);
}

/** What is wrong with the variables; null when nothing is. */
function problemOf(reader: VariableReader): string | null {
  try {
    reader.finish();
    return null;
  } catch (error) {
    if (error instanceof VariablesError) return error.problems.join('; ');
    throw error;
  }
}

const ANSWERS = {
  on: ' and answers, in windows',
  whole: ' and answers, in one call',
  off: ', not answers',
} as const;
