/** Under an action that an answer has proposed: its person decides, and the delivery that keeps it carries it out. */
import { isBlocked } from '../../../shared/contract/blocks.ts';
import { actionsIn } from '../actions/allowed.ts';
import type { ActionVerdict } from '../actions/rpc.ts';
import { isOfferedZone } from '../actions/time-zones.ts';
import { describeDelivery } from '../delivery/begin.ts';
import type { ComponentInteraction } from '../discord/parse.ts';
import { deferredUpdate, type InteractionCallback, update } from '../discord/respond.ts';
import { passGate } from '../gate/pass.ts';
import type { ActionButton } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import { changeChoice } from '../personas/change-choice.ts';
import type { InteractionContext } from '../services.ts';
import { pressOf, refusePress } from './refused-press.ts';

export async function answerAction(
  context: InteractionContext<ComponentInteraction>,
  button: ActionButton,
): Promise<InteractionCallback> {
  const { interaction, texts } = context;
  const refusal = button.action === 'decline' ? null : await refuseSilenced(context);
  if (refusal !== null) return refusal;
  if (button.action !== 'zone') return tell(context, button, await decide(context, button));
  const [timeZone] = interaction.values;
  if (timeZone === undefined || !isOfferedZone(timeZone)) return refuse(texts, 'unknown_button');
  if (button.requesterId !== interaction.userId)
    return refusePress(context, 'zone', 'forbidden', 'action_not_yours');
  // Both within Discord's three seconds. It is the person's own choice, whatever becomes of the action.
  const [verdict] = await Promise.all([decide(context, button, timeZone), keepTimeZone(context, timeZone)]);
  return tell(context, button, verdict);
}

/** Since it was proposed, the channel may have been muted or its person blocked. Limits hold nothing back: the answer was paid. */
async function refuseSilenced(context: InteractionContext): Promise<InteractionCallback | null> {
  const { refusal, checked } = await passGate(context);
  const { verdict } = checked;
  return verdict.kind === 'refused' && !isBlocked(verdict.failure) ? null : refusal;
}

function decide(
  { interaction, caller, services }: InteractionContext<ComponentInteraction>,
  { action, deliveryId, requesterId, index }: ActionButton,
  timeZone?: string,
): Promise<ActionVerdict> {
  const press = {
    ...describeDelivery(interaction, caller, services, { isPrivate: interaction.isEphemeral }),
    press: pressOf(interaction, requesterId),
  };
  return services.delivery(deliveryId).decide(press, {
    index,
    decision: action === 'decline' ? 'decline' : 'approve',
    ...(timeZone === undefined ? {} : { timeZone }),
    allowed: actionsIn(interaction, services),
  });
}

/** Should it fail, the person is asked again the next time. */
async function keepTimeZone(context: InteractionContext, timeZone: string): Promise<void> {
  const reply = await changeChoice(context, { scope: 'person' }, { timeZone });
  if (!reply.ok) context.services.log.warn('time_zone.unkept', { code: reply.failure.code });
}

function tell(
  context: InteractionContext,
  { action }: ActionButton,
  verdict: ActionVerdict,
): InteractionCallback {
  const { texts, services } = context;
  const state = verdict.kind === 'shown' ? verdict.state : undefined;
  services.log.info('action.pressed', { action, verdict: verdict.kind, state });
  switch (verdict.kind) {
    case 'shown':
      return update(verdict.message.content, verdict.message.components);
    case 'busy':
      return deferredUpdate();
    case 'gone':
      return refuse(texts, 'action_gone');
    case 'not_allowed':
      return refuse(texts, 'action_not_here');
    case 'forbidden':
    case 'forged':
      return refusePress(context, action, verdict.kind, 'action_not_yours');
  }
}
