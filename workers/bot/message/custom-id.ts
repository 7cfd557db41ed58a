/**
 * What Libra's buttons carry. Discord only passes on custom ids that are on the message, so they need no signature.
 * Pure. At most 51 of the 100 characters that Discord allows.
 */

/** Under an answer: what to do, of which delivery, and who asked. `<action>.<interaction id>.<user id>` */
export interface AnswerButton {
  action: 'stop' | 'retry' | 'continue';
  /** The interaction whose answer the button is under. */
  deliveryId: string;
  askerId: string;
}

/** Under the question whether all that is stored shall really be erased. `<action>.<user id>` */
export interface ErasureButton {
  action: 'erase' | 'keep';
  askerId: string;
}

export type ButtonId = AnswerButton | ErasureButton;
export type ButtonAction = ButtonId['action'];

export function formatButtonId(button: ButtonId): string {
  return 'deliveryId' in button
    ? `${button.action}.${button.deliveryId}.${button.askerId}`
    : `${button.action}.${button.askerId}`;
}

export function parseButtonId(customId: string): ButtonId | null {
  const [, action, deliveryId, askerId] = ANSWER.exec(customId) ?? [];
  if (action !== undefined && deliveryId !== undefined && askerId !== undefined) {
    return { action: action as AnswerButton['action'], deliveryId, askerId };
  }
  const [, choice, ownerId] = ERASURE.exec(customId) ?? [];
  return choice === undefined || ownerId === undefined
    ? null
    : { action: choice as ErasureButton['action'], askerId: ownerId };
}

const ANSWER = /^(stop|retry|continue)\.(\d{15,20})\.(\d{15,20})$/;
const ERASURE = /^(erase|keep)\.(\d{15,20})$/;
