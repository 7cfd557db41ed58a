/**
 * What Libra's buttons carry: what to do, of which delivery, and who asked. Discord only passes on custom ids that are on
 * the message, so they need no signature. Pure.
 */
export type ButtonAction = 'stop' | 'retry' | 'continue';

export interface ButtonId {
  action: ButtonAction;
  /** The interaction whose answer the button is under. */
  deliveryId: string;
  /** Who asked. */
  askerId: string;
}

/** `stop.<interaction id>.<user id>`: at most 51 of the 100 characters that Discord allows. */
export function formatButtonId({ action, deliveryId, askerId }: ButtonId): string {
  return `${action}.${deliveryId}.${askerId}`;
}

export function parseButtonId(customId: string): ButtonId | null {
  const match = FORM.exec(customId);
  if (match === null) return null;
  const [, action, deliveryId, askerId] = match;
  if (action === undefined || deliveryId === undefined || askerId === undefined) return null;
  return { action: action as ButtonAction, deliveryId, askerId };
}

const FORM = /^(stop|retry|continue)\.(\d{15,20})\.(\d{15,20})$/;
