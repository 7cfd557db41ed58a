/**
 * What a bot may answer to an interaction. Pure.
 *
 * Source: https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object
 */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { ModalView } from '../component-views.ts';
import { readModal } from './components/modal.ts';
import { createForm, type Field, type FormErrors, readNumber, refuseChoice, refuseNoObject } from './form.ts';
import { FLAG, type MessageDraft, readMessage } from './messages.ts';

export const CALLBACK = {
  pong: 1,
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  modal: 9,
} as const;

export type Callback =
  | { type: 4; draft: MessageDraft }
  | { type: 5; ephemeral: boolean }
  | { type: 6 }
  | { type: 7; draft: MessageDraft }
  | { type: 9; modal: ModalView };
export type CallbackVerdict = { ok: true; callback: Callback } | { ok: false; errors: FormErrors };

/** What is answered: 2 command, 3 component, 5 modal; `5 of a message`: a modal that a component opened. */
export type Answered = 2 | 3 | 5 | '5 of a message';

const ALLOWED: Record<Answered, readonly number[]> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  5: [4, 5],
  '5 of a message': [4, 5, 6, 7],
};

export function parseCallback(
  body: unknown,
  answered: Answered,
  files: readonly number[] = [],
  /** The message that an update would change has Components V2. */
  hasLayout = false,
): CallbackVerdict {
  const form = createForm();
  const callback = readCallback(form, body, answered, files, hasLayout);
  const errors = form.errors();
  if (errors !== null || callback === undefined) return { ok: false, errors: errors ?? {} };
  return { ok: true, callback };
}

function readCallback(
  form: Field,
  body: unknown,
  answered: Answered,
  files: readonly number[],
  hasLayout: boolean,
): Callback | undefined {
  if (!isRecord(body)) {
    refuseNoObject(form);
    return undefined;
  }
  const allowed = ALLOWED[answered];
  const type = readNumber(form, body, 'type', { required: true });
  if (type === undefined) return undefined;
  const data = body.data ?? {};
  if (!isRecord(data)) {
    refuseNoObject(form.child('data'));
    return undefined;
  }
  const place = form.child('data');
  switch (allowed.includes(type) ? type : 0) {
    case CALLBACK.message:
      return { type: 4, draft: readMessage(place, data, files) };
    case CALLBACK.deferredMessage:
      return { type: 5, ephemeral: readDeferralFlags(place, data) };
    case CALLBACK.deferredUpdate:
      return { type: 6 };
    case CALLBACK.update:
      return { type: 7, draft: readMessage(place, data, files, undefined, hasLayout) };
    case CALLBACK.modal:
      return { type: 9, modal: readModal(place, data) };
    default:
      refuseChoice(form.child('type'), allowed);
      return undefined;
  }
}

/** A deferral takes the EPHEMERAL flag and no other. */
function readDeferralFlags(field: Field, data: JsonRecord): boolean {
  const flags = readNumber(field, data, 'flags', { min: 0 }) ?? 0;
  if ((flags & ~FLAG.ephemeral) !== 0) {
    field.child('flags').refuse('FLAGS_NOT_SUPPORTED', 'A deferred response takes only the EPHEMERAL flag.');
  }
  return (flags & FLAG.ephemeral) !== 0;
}
