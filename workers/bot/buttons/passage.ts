/** A source under an answer was chosen: its passage, for the eyes of who chose it. Whether they may read it is the bff's to say. */
import type { ComponentInteraction } from '../discord/parse.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { withCode } from '../locale/failure.ts';
import { escapeName, parsePlace, whereIn } from '../message/cited.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

/** Room for where it is from. */
const MAX_PASSAGE_CHARS = 1_600;

export async function answerPassage(
  context: InteractionContext<ComponentInteraction>,
): Promise<InteractionCallback> {
  const { interaction, caller, texts, services } = context;
  const place = parsePlace(interaction.values[0] ?? '');
  if (place === null) return refuse(texts, 'unknown_button');
  const reply = await services.bff.documents.passage(caller, place);
  if (!reply.ok) {
    services.log.warn('passage.failed', { code: reply.failure.code });
    return reply.failure.code === 'document_not_found'
      ? ephemeral(withCode(texts.documents.passageGone, 'document_not_found'))
      : refuse(texts, 'documents_unreachable');
  }
  const where = whereIn(reply.value, texts);
  const head = `📄 **${escapeName(reply.value.name)}**${where === '' ? '' : ` · ${where}`}`;
  return ephemeral(`${head}\n${quote(reply.value.text)}`);
}

function quote(text: string): string {
  const trimmed = text.trim();
  const lines: string[] = [];
  let left = MAX_PASSAGE_CHARS;
  for (const line of trimmed.split('\n')) {
    if (line.length + 3 > left) {
      lines.push(`> ${line.slice(0, Math.max(0, left - 3)).toWellFormed()}…`);
      break;
    }
    lines.push(`> ${line}`);
    left -= line.length + 3;
  }
  return lines.join('\n');
}
