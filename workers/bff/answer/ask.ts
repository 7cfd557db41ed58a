/** An admitted request: its rounds are asked for, charged as they go, and finished once. */
import { boundPromptTokens } from '../limits/bound.ts';
import { RENEW_EVERY_MS } from '../limits/guard-store.ts';
import { withTools } from '../tools/request-fields.ts';
import type { Tool } from '../tools/tool.ts';
import type { AnswerDeps } from './deps.ts';
import { documentsShown } from './documents-shown.ts';
import { finishRounds } from './finish.ts';
import type { AnswerLife } from './life.ts';
import { createModelRequest } from './model-request.ts';
import { personaOf, speechOf } from './offers.ts';
import type { Opening } from './opening.ts';
import type { AnswerPlan } from './plan.ts';
import type { Past, Prepared } from './prepare.ts';
import type { RoundModeration } from './round.ts';
import { createRoundTools } from './round-tools.ts';
import { type RoundsDeps, startRounds } from './rounds.ts';
import { createRunningCharge, type RunningCharge } from './running-charge.ts';

type Admitted = Extract<Prepared, { kind: 'admitted' }>;

/** From here on the end of the answer ends the deadline. */
export async function ask(
  deps: AnswerDeps,
  plan: AnswerPlan,
  life: AnswerLife,
  { prepared, startedAtMs }: { prepared: Admitted; startedAtMs: number },
): Promise<Opening> {
  const { clock, guard, waitUntil } = deps;
  const { past, allowance, windowTokens } = prepared;
  const documents = documentsShown(past, windowTokens);
  if (documents !== null) plan.book?.open(documents);
  const { requester, defaultModel } = plan;
  const model = plan.modelFor === undefined ? plan.model : plan.modelFor(past);
  const droppedModel = deps.takeBackDropped?.(past) ?? null;
  const prompt = plan.buildPrompt(past, windowTokens);
  // Keeps the isolate at work on this request until it has ended, also when the client goes.
  const ended = Promise.withResolvers<void>();
  waitUntil(ended.promise);
  const charge = createRunningCharge(plan.chargeOf, prompt);
  const stopRenewing = deps.every(RENEW_EVERY_MS, () => waitUntil(guard.renew(charge.soFar())));
  waitUntil(deps.noteCall(0));
  const moderation = deps.moderate?.(past.settings) ?? undefined;
  const offered = plan.tools?.offeredFor(model, past.settings) ?? [];
  const started = await startRounds({
    prompt,
    shorterPrompt: plan.buildShorterPrompt?.(past, windowTokens) ?? null,
    boundPrompt: (messages) =>
      boundPromptTokens(messages, model ?? defaultModel, plan.imageSizes) + plan.callBound.fieldTokens,
    completionBound: plan.callBound.completionTokens,
    terms: plan.passed,
    findPrice: deps.findPrice,
    ask: createAsk(deps, plan, life, { past, model, offered, moderation, charge, startedAtMs }),
    onCounted: deps.learn,
    startedAtMs,
    now: clock.now,
    ...(plan.tools === undefined || offered.length === 0
      ? {}
      : {
          tools: createRoundTools(deps, plan, {
            tools: { ...plan.tools, offered, prompt, timeZone: past.settings.timeZone },
            life,
            moderation,
            onPaid: charge.pay,
          }),
        }),
    finish(rounds) {
      stopRenewing();
      life.end();
      const context = {
        requester,
        history: past.history,
        facts: past.facts,
        totalMs: clock.now() - startedAtMs,
        judge: moderation?.bill() ?? { calls: 0, microUsd: 0 },
        documents: plan.book?.sources() ?? documents,
        speech: speechOf(plan, past),
      };
      const closing = finishRounds(deps, context, rounds);
      ended.resolve();
      return closing;
    },
  });
  if (!started.ok) return { ...started, allowance };
  return {
    ok: true,
    answer: started.live,
    isForgotten: requester === 'person' && (past.history?.conversationId ?? null) === null,
    isFirstUse: past.history?.isFirstUse === true,
    droppedModel,
    persona: personaOf(past),
    documents,
    allowance,
  };
}

interface Asked {
  past: Past;
  model: string | undefined;
  offered: readonly Tool[];
  moderation: RoundModeration | undefined;
  charge: RunningCharge;
  startedAtMs: number;
}

/** How each round asks the model. */
function createAsk(
  deps: AnswerDeps,
  plan: AnswerPlan,
  { signal, drop, leftMs }: AnswerLife,
  { past, model, offered, moderation, charge, startedAtMs }: Asked,
): RoundsDeps['ask'] {
  const { clock, readFailure } = deps;
  const { passed, defaultModel, stream } = plan;
  const conversationId = past.history?.conversationId ?? null;
  const cacheKey = conversationId === null ? undefined : deps.cacheKeyOf?.(conversationId);
  const chosen = plan.optionsFor?.(past) ?? {};
  return (messages, { isHeld, ...kind }) => ({
    isHeld,
    callModel: async () => {
      const about = { cacheKey: await cacheKey, leftMs: leftMs(), isHeld, chosen };
      const asked = { ...plan, model, passed: withTools(passed, offered, kind) };
      return deps.callModel(createModelRequest(asked, messages, about), signal);
    },
    signal,
    drop,
    moderation,
    onBegin: (collected) => charge.begin(messages, collected),
    isRelayed: stream,
    defaultModel: model ?? defaultModel,
    ...(passed.n === undefined ? {} : { choices: passed.n }),
    startedAtMs: kind.isFirst ? startedAtMs : clock.now(),
    now: clock.now,
    ...(readFailure === undefined ? {} : { readFailure }),
  });
}
