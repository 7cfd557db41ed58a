/** What a reader is told of an answer beside its text. Pure. */
import type { LibraResponse, SpeechOffer } from '../../../shared/contract/libra.ts';
import type { AnswerPlan } from './plan.ts';
import type { Past } from './prepare.ts';

export function speechOf({ hasSpeech }: AnswerPlan, { settings }: Past): SpeechOffer {
  if (hasSpeech !== true) return 'none';
  return settings.spokenReplies ? 'wanted' : 'offered';
}

export function personaOf({ settings: { persona } }: Past): NonNullable<LibraResponse['persona']> | null {
  return persona === undefined ? null : { name: persona.name, avatar: persona.avatar };
}
