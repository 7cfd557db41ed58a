/** The row under a whole answer: what its buttons and its menu want is carried out by the delivery that keeps the answer. */
import type { SeenVersions } from '../../../shared/settings/projection.ts';
import { describeDelivery } from '../delivery/begin.ts';
import type { UnderVerdict } from '../delivery/job.ts';
import type { ComponentInteraction, InteractionBase } from '../discord/parse.ts';
import {
  deferredEphemeral,
  deferredUpdate,
  ephemeral,
  type InteractionCallback,
  updateComponents,
} from '../discord/respond.ts';
import { passGate } from '../gate/pass.ts';
import type { MenuChoice } from '../locale/texts/under-answer.ts';
import { MENU_CHOICES, type UnderButton, type UnderWish } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { askFurther } from './further.ts';
import { pressOf, refusePress } from './refused-press.ts';

type Answer = Pick<UnderButton, 'deliveryId' | 'requesterId'>;

export async function answerUnder(
  context: InteractionContext<ComponentInteraction>,
  { action, ...answer }: UnderButton,
): Promise<InteractionCallback> {
  const { texts, services, interaction } = context;
  const wish = action === 'more' ? readChoice(interaction.values) : action;
  switch (wish) {
    case null:
      return refuse(texts, 'unknown_button');
    case 'continue':
      return askFurther(context, answer, wish);
    case 'regenerate':
    case 'shorter':
    case 'longer':
      return (await askVersion(context, answer, wish)) ?? deferredUpdate();
    case 'listen':
    case 'file': {
      // What is handed over holds the answer: an erasure has to find it.
      const [verdict] = await Promise.all([
        press(context, answer, wish),
        services.directory.note(interaction.userId, interaction.id),
      ]);
      return tell(context, wish, verdict) ?? deferredEphemeral();
    }
    default:
      return tell(context, wish, await press(context, answer, wish)) ?? deferredUpdate();
  }
}

/**
 * Asks for another version of an answer, in its own message. Null: it is under way, and the interaction may be answered as suits
 * it; otherwise what its person is told. `model`: who is to write it; null: as before.
 */
export async function askVersion(
  context: InteractionContext,
  answer: Answer,
  wish: 'regenerate' | 'shorter' | 'longer',
  model: string | null = null,
): Promise<InteractionCallback | null> {
  const { refusal, context: asking, checked } = await passGate(context);
  return refusal ?? tell(asking, wish, await press(asking, answer, wish, { seen: checked.seen, model }));
}

function press(
  { interaction, caller, services }: InteractionContext<InteractionBase>,
  { deliveryId, requesterId }: Answer,
  wish: UnderWish,
  { seen, model = null }: { seen?: SeenVersions; model?: string | null } = {},
): Promise<UnderVerdict> {
  return services.delivery(deliveryId).press(wish, {
    ...describeDelivery(interaction, caller, services, {
      isPrivate: true,
      ...(seen === undefined ? {} : { seen }),
    }),
    press: pressOf(interaction, requesterId),
    ...(model === null ? {} : { model }),
  });
}

/** Null: nothing is to be said. */
function tell(
  context: InteractionContext,
  wish: UnderWish,
  verdict: UnderVerdict,
): InteractionCallback | null {
  const { texts, services } = context;
  services.log.info('answer.pressed', { action: wish, verdict: verdict.kind });
  switch (verdict.kind) {
    case 'accepted':
    case 'duplicate':
      return null;
    case 'gone':
      return refuse(texts, 'answer_expired');
    case 'busy':
      return refuse(texts, 'answer_busy');
    case 'unavailable':
      return refuse(texts, wish === 'forget' ? 'forget_unavailable' : 'rating_unavailable');
    case 'forbidden':
    case 'forged':
      return refusePress(context, wish, verdict.kind, 'answer_forbidden');
    case 'rated':
      return verdict.row === null ? null : updateComponents(verdict.row);
    case 'cost':
      return ephemeral(texts.under.cost(verdict.facts));
    case 'forgotten':
      return ephemeral(texts.under.forgotten);
  }
}

function readChoice([value]: readonly string[]): MenuChoice | null {
  return MENU_CHOICES.find((choice) => choice === value) ?? null;
}
