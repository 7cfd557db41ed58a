/** What closes an answer that came to its end: the answer as it is kept, and what only Libra knows about it. Pure. */
import type { LibraResponse, SpeechOffer } from '../../../shared/contract/libra.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';
import { toTextChoice } from './choices.ts';
import type { Collected } from './collect.ts';

export interface Closing {
  answer: StoredAnswer;
  libra: LibraResponse;
}

/** `person`: remembered, and an answer may be shared only at the beginning of a conversation. `client`: stateless. */
export type Requester = 'person' | 'client';

export function createClosing(
  answer: StoredAnswer,
  about: {
    requester: Requester;
    microUsd: number;
    isCached: boolean;
    isRemembered: boolean;
    /** Of personal memory, what went along. */
    facts: readonly string[];
    speech: SpeechOffer;
  },
): Closing {
  return {
    answer,
    libra: {
      model: answer.answeredBy,
      ...(answer.provider === null ? {} : { provider: answer.provider }),
      fallback: answer.fallback,
      cached: about.isCached,
      cost_micro_usd: about.microUsd,
      ...(about.requester === 'person' ? { remembered: about.isRemembered } : {}),
      ...(answer.conversationId === null ? {} : { conversation_id: answer.conversationId }),
      ...(answer.toolsUsed === undefined ? {} : { tools_used: [...answer.toolsUsed] }),
      ...(answer.sources === undefined ? {} : { sources: [...answer.sources] }),
      // Said in any case: no frame of a provider's can propose anything, or have anything spoken.
      ...(about.requester === 'person'
        ? { proposed: [...(answer.proposed ?? [])], speech: about.speech }
        : {}),
      ...(answer.documents === undefined ? {} : { documents: answer.documents }),
      ...(about.facts.length === 0 ? {} : { memories: [...about.facts] }),
    },
  };
}

/** A person's answer is kept as the text that was shown; a client's with all that it got. */
export function toStoredAnswer(
  collected: Collected,
  conversationId: string | null,
  requester: Requester,
): StoredAnswer {
  const { id, created, model, answeredBy, provider, text, finishReason, usage, fallback } = collected;
  const { choices, serviceTier, systemFingerprint } = collected;
  return {
    id,
    created,
    model,
    answeredBy,
    provider,
    content: text,
    finishReason: finishReason ?? 'stop',
    usage,
    fallback,
    conversationId,
    ...(requester === 'client' ? { choices } : {}),
    ...(serviceTier === undefined ? {} : { serviceTier }),
    ...(systemFingerprint === undefined ? {} : { systemFingerprint }),
  };
}

/** The same answer given again: no token of it had to be waited for. */
export function toCollected({ content, conversationId: _, ...rest }: StoredAnswer): Collected {
  const choices = rest.choices ?? [toTextChoice(content, rest.finishReason)];
  return {
    ...rest,
    choices,
    text: content,
    toolCalls: [],
    thoughts: [],
    written: content,
    firstTokenMs: null,
  };
}
