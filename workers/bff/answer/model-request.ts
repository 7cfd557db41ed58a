/** One call of a plan, as llm takes it. Pure. */
import type { ChatCompletionRequest, ChatOptions } from '../../../shared/chat/completions.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { REPORT_MARGIN_MS } from '../llm/send.ts';
import type { AnswerPlan } from './plan.ts';

/** Nobody reads an answer in one piece before its end. */
const WHOLE_PACE_MS = 500;

export function createModelRequest(
  { passed, droppable = [], streamOptions, model, stream, ...plan }: AnswerPlan,
  messages: ChatMessage[],
  {
    cacheKey,
    leftMs,
    isHeld,
    chosen,
  }: { cacheKey: string | undefined; leftMs: number; isHeld: boolean; chosen: ChatOptions },
): ChatCompletionRequest {
  const { answerBound, isBare, paceMs = stream ? undefined : WHOLE_PACE_MS } = plan;
  const ownFields = {
    ...chosen,
    ...(answerBound.isOurs ? { max_completion_tokens: answerBound.tokens } : {}),
    ...(cacheKey === undefined ? {} : { prompt_cache_key: cacheKey }),
  };
  // A client that has asked for them hears that it cannot have them.
  const mayDropTools = passed.tools !== undefined && plan.requester === 'person';
  const ownNames = [...Object.keys(ownFields), ...(mayDropTools ? ['tools'] : []), ...droppable];
  return {
    ...passed,
    ...(model === undefined ? {} : { model }),
    ...ownFields,
    messages,
    stream: true,
    stream_options: { ...streamOptions, include_usage: true },
    libra: {
      timeout_ms: Math.max(1, Math.floor(leftMs - REPORT_MARGIN_MS)),
      ...(paceMs === undefined ? {} : { pace_ms: paceMs }),
      // Less of the conversation first: a model with a larger window may be a dearer one.
      ...(isHeld ? { on_overflow: 'tell' as const } : {}),
      ...(ownNames.length > 0 ? { own_fields: ownNames } : {}),
      ...(plan.inlinesImages === true ? { inline_images: true as const } : {}),
      ...lineOf(plan),
      ...(isBare ? { bare: true } : {}),
    },
  };
}

function lineOf({ line }: Pick<AnswerPlan, 'line'>) {
  if (line === undefined) return {};
  return { line: line.name, ...(line.heardMs === null ? {} : { heard_ms: line.heardMs }) };
}
