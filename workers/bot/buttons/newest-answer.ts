/** What a person asks in words of their newest answer in a channel: the same as the buttons under it. */
import { isTokenAlive } from '../delivery/directory.ts';
import type { PeekedAnswer } from '../delivery/job.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { askFurther } from './further.ts';
import { askVersion } from './under-answer.ts';

/** Answers are looked at all at once, within the three seconds of Discord: so many of the newest. */
const MAX_LOOKED_AT = 20;

type Newest = PeekedAnswer & { deliveryId: string };

/** Another version of the newest answer; where that broke off, the same question anew. `model`: who is to write it. */
export async function askNewestAgain(
  context: InteractionContext,
  model: string | null,
): Promise<InteractionCallback> {
  const { interaction, texts, services } = context;
  const ids = await services.directory.list(interaction.userId);
  if (ids === null) return refuse(texts, 'newest_unavailable');
  const newest = await findNewest(context, ids);
  services.log.info('answer.wished', { found: newest?.state ?? 'none' });
  if (newest === null) return refuse(texts, 'nothing_to_regenerate');
  const answer = { deliveryId: newest.deliveryId, requesterId: interaction.userId };
  switch (newest.state) {
    case 'running':
      return refuse(texts, 'answer_busy');
    case 'broken': {
      // As if the button under it were pressed.
      const isEphemeral = newest.isPrivate === true;
      const pressed = { ...context, interaction: { ...interaction, isEphemeral } };
      return askFurther(pressed, answer, 'retry', model);
    }
    case 'standing': {
      const told = await askVersion(context, answer, 'regenerate', model);
      return told ?? ephemeral(texts.again.writing(model));
    }
  }
}

async function findNewest(
  { interaction, services }: InteractionContext,
  ids: readonly string[],
): Promise<Newest | null> {
  const nowMs = services.now();
  const candidates = ids
    .filter((id) => id !== interaction.id && isTokenAlive(id, nowMs))
    .sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1))
    .slice(0, MAX_LOOKED_AT);
  const peeked = await Promise.all(
    candidates.map(async (deliveryId): Promise<Newest | null> => {
      // One that does not answer in time is passed over.
      const answer = await services
        .delivery(deliveryId)
        .peek()
        .catch(() => null);
      return answer === null ? null : { ...answer, deliveryId };
    }),
  );
  const { userId, guildId, channelId } = interaction;
  const isHere = ({ owner }: PeekedAnswer) =>
    owner.userId === userId && owner.guildId === guildId && owner.channelId === channelId;
  return peeked.find((answer) => answer !== null && isHere(answer)) ?? null;
}
