/** The form of `/ask` was filled in: a question like that of `/chat`. */
import { judgeFiles } from '../attachments/given.ts';
import { answerQuestion, readQuestion } from '../commands/question.ts';
import type { GivenFile } from '../discord/files.ts';
import type { ModalInteraction } from '../discord/parse.ts';
import { type InteractionCallback, isMessage, withFile } from '../discord/respond.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import type { EnteredQuestion } from './question.ts';

/** Discord closes the form with any answer: with a refusal the person gets back what they wrote. */
export async function submitQuestion(
  context: InteractionContext<ModalInteraction>,
  entered: EnteredQuestion,
): Promise<InteractionCallback> {
  const answer = await ask(context, entered);
  if (!isMessage(answer) || entered.text.trim() === '') return answer;
  const file = { name: 'question.txt', type: 'text/plain; charset=utf-8', text: entered.text };
  return withFile(answer, context.texts.questionForm.givenBack, file);
}

async function ask(
  context: InteractionContext<ModalInteraction>,
  { text, model, fileIds }: EnteredQuestion,
): Promise<InteractionCallback> {
  const { texts, interaction } = context;
  const question = readQuestion(context, text);
  if (!question.ok) return question.refusal;
  const given: GivenFile[] = [];
  for (const id of fileIds) {
    const file = interaction.files.get(id);
    if (file === undefined) return refuse(texts, 'upload_missing');
    given.push(file);
  }
  const judged = judgeFiles(given, texts);
  if (!judged.ok) return judged.refusal;
  return answerQuestion(context, { text: question.text, files: judged.files, model });
}
