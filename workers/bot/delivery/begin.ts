/** Hands work that takes longer than Discord waits over to a ReplyDelivery object. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import type { SeenVersions } from '../../../shared/settings/projection.ts';
import type { InteractionBase } from '../discord/parse.ts';
import type { DeliveryJob, DeliveryTask, ReplyDeliveryRpc } from './job.ts';

export interface BeginDeps {
  /** Unix milliseconds. */
  now(): number;
  /** The delivery of one interaction. Its calls reject when the object does not answer in time. */
  delivery(interactionId: string): ReplyDeliveryRpc;
  log: Logger;
  traceparent: string;
}

export interface Handover {
  isPrivate: boolean;
  /** Versions of the settings, of a question. */
  seen?: SeenVersions;
  /** A question was let through from memory. */
  unchecked?: DeliveryJob['unchecked'];
  /** What may be done in this place, of a question. */
  actions?: readonly string[];
}

type Deferred = Pick<InteractionBase, 'id' | 'token'>;

/**
 * False: the work could not be handed over, and the person must be told. An interaction that Discord sends twice is accepted
 * once; both are answered alike, and Discord takes the first answer.
 */
export async function beginDelivery(
  interaction: Deferred,
  caller: Caller,
  { task, ...how }: { task: DeliveryTask } & Handover,
  deps: BeginDeps,
): Promise<boolean> {
  try {
    const job = { ...describeDelivery(interaction, caller, deps, how), task };
    const verdict = await deps.delivery(interaction.id).accept(job);
    deps.log.info('delivery.accepted', { task: task.kind, verdict });
    return true;
  } catch (error) {
    deps.log.error('delivery.refused', { task: task.kind, error: errorName(error) });
    return false;
  }
}

/** What every delivery needs to know of its interaction. */
export function describeDelivery(
  { id, token }: Deferred,
  caller: Caller,
  { now, traceparent }: Pick<BeginDeps, 'now' | 'traceparent'>,
  { isPrivate, seen, actions, unchecked }: Handover,
): Omit<DeliveryJob, 'task'> {
  const shown = isPrivate ? { isPrivate } : {};
  const settings = {
    ...(seen === undefined ? {} : { seenSettings: seen }),
    ...(actions === undefined ? {} : { actions }),
    ...(unchecked === undefined ? {} : { unchecked }),
  };
  return { interactionId: id, token, caller, traceparent, receivedAtMs: now(), ...shown, ...settings };
}
