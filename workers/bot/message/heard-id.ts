/**
 * What the buttons under a transcript carry: names, no rights. What was heard is looked up in the presser's own place. Pure. At
 * most 80 of the 100 characters that Discord allows.
 */
export const HEARD_ACTIONS = ['ask', 'translate', 'summarise'] as const;
export type HeardAction = (typeof HEARD_ACTIONS)[number];

export interface HeardButton {
  action: HeardAction;
  requesterId: string;
  /** The message with the recording. */
  messageId: string;
  attachmentId: string;
}

export function formatHeardId({ action, requesterId, messageId, attachmentId }: HeardButton): string {
  return `heard.${action}.${requesterId}.${messageId}.${attachmentId}`;
}

const FORM = /^heard\.(ask|translate|summarise)\.(\d{15,20})\.(\d{15,20})\.(\d{1,20})$/;

/** Null: it is none of these. */
export function parseHeardId(customId: string): HeardButton | null {
  const [, action, requesterId, messageId, attachmentId] = FORM.exec(customId) ?? [];
  if (requesterId === undefined || messageId === undefined || attachmentId === undefined) return null;
  return { action: action as HeardAction, requesterId, messageId, attachmentId };
}
