/** A question in a person's own words, wherever they wrote it: to the model, with its files. */
import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import type { AttachedFile } from '../attachments/judge.ts';
import type { AnswerTask } from '../delivery/job.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { routeIntent } from '../intent/route.ts';
import { refuseFailure, refuseThread } from '../message/refusal.ts';
import { chooseModel } from '../models/choose.ts';
import type { InteractionContext } from '../services.ts';
import { askModel } from './ask.ts';
import { cleanPrompt } from './prompt.ts';
import { findThreadProblem } from './thread-wish.ts';

export interface GivenQuestion {
  /** As `readQuestion` gives it, with names for mentions where they are known. */
  text: string;
  files: readonly AttachedFile[];
  /** As it was typed; empty: the person's own. */
  model: string;
  /** The answer is to have a thread. */
  wantsThread?: boolean;
}

export type QuestionVerdict = { ok: true; text: string } | { ok: false; refusal: InteractionCallback };

/** Cleaned; or why it is no question. */
export function readQuestion(
  { texts, services }: Pick<InteractionContext, 'texts' | 'services'>,
  given: string,
): QuestionVerdict {
  const text = cleanPrompt(given);
  if (text === '') {
    return { ok: false, refusal: refuseFailure(texts, { code: 'prompt_empty' }, services.now()) };
  }
  if (text.length <= MAX_PROMPT_CHARS) return { ok: true, text };
  const failure = { code: 'prompt_too_long', evidence: { limit: MAX_PROMPT_CHARS } } as const;
  return { ok: false, refusal: refuseFailure(texts, failure, services.now()) };
}

/** Who asks for it gets an answer that they alone see. */
export async function answerQuestion(
  context: InteractionContext,
  { text, files, model, wantsThread = false }: GivenQuestion,
): Promise<InteractionCallback> {
  const chosen = model === '' ? null : await chooseModel(context, model, files);
  if (chosen?.ok === false) return chosen.refusal;
  const intent = routeIntent(text);
  // The bare wish is a question where a file comes with it, or a model is named: the answer is private all the same.
  const isPrivate = intent.kind === 'ask_privately' || intent.kind === 'private';
  const problem = wantsThread ? threadProblemOf(context, isPrivate) : null;
  if (problem !== null) return problem;
  const task: AnswerTask = {
    kind: 'answer',
    prompt: intent.kind === 'ask_privately' ? intent.prompt : text,
    ...(chosen === null ? {} : { model: chosen.name }),
    ...(files.length > 0 ? { files: [...files] } : {}),
    ...(wantsThread ? { thread: { state: 'wanted' } } : {}),
  };
  return askModel(context, task, { isPrivate });
}

function threadProblemOf(
  { interaction, texts, services }: InteractionContext,
  isPrivate: boolean,
): InteractionCallback | null {
  const problem = findThreadProblem(interaction, { isPrivate, hasToken: services.hasBotToken });
  return problem === null ? null : refuseThread(texts, problem);
}
