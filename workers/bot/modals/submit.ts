/** A modal was filled in. */
import type { ModalInteraction } from '../discord/parse.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { answerSettingsForm } from '../settings/panel/press.ts';
import { readAskModal } from './ask-about.ts';
import { readDocumentsModal } from './documents.ts';
import { readPersonaModal } from './persona.ts';
import { readQuestionModal } from './question.ts';
import { submitAbout } from './submit-about.ts';
import { submitDocuments } from './submit-documents.ts';
import { submitPersona } from './submit-persona.ts';
import { submitQuestion } from './submit-question.ts';

export async function answerModal(
  context: InteractionContext<ModalInteraction>,
): Promise<InteractionCallback> {
  const settings = answerSettingsForm(context);
  if (settings !== null) return settings;
  const { customId, values } = context.interaction;
  const question = readQuestionModal(customId, values);
  if (question !== null) return submitQuestion(context, question);
  const persona = readPersonaModal(customId, values);
  if (persona !== null) return submitPersona(context, persona);
  const documents = readDocumentsModal(customId, values);
  if (documents !== null) return submitDocuments(context, documents);
  const about = readAskModal(customId, values);
  if (about !== null) return submitAbout(context, about);
  return refuse(context.texts, 'unknown_interaction');
}
