import { judgeFile } from '../attachments/judge.ts';
import { recordingOf } from '../attachments/recording.ts';
import { beginDelivery } from '../delivery/begin.ts';
import type { TranscriptTask } from '../delivery/job.ts';
import { deferredEphemeral, type InteractionCallback } from '../discord/respond.ts';
import type { TargetMessage } from '../discord/target.ts';
import { passGate } from '../gate/pass.ts';
import { refuse, refuseFailure, refuseFile } from '../message/refusal.ts';
import { EVERYWHERE } from './command.ts';
import type { MessageCommand, MessageCommandContext } from './message-command.ts';

const MESSAGE = 3;

/** What is said in a voice message, or in a file with sound. */
export const transcribe: MessageCommand = {
  definition: {
    type: MESSAGE,
    name: 'Transcribe',
    name_localizations: { ko: '받아쓰기' },
    ...EVERYWHERE,
  },
  async handle(context) {
    const { target } = context.interaction;
    return target === null ? refuse(context.texts, 'message_missing') : hear(context, target);
  },
};

/** The first recording of the message; of a message with other files alone, what is wrong with the first. */
async function hear(
  context: MessageCommandContext,
  { id, authorId, files = [] }: TargetMessage,
): Promise<InteractionCallback> {
  const { texts } = context;
  const verdicts = files.map((file) => ({ file, verdict: judgeFile(file) }));
  const [first] = verdicts;
  const wrong = verdicts.find(({ verdict }) => !verdict.ok && verdict.problem !== 'file_type');
  const found = verdicts.find(({ verdict }) => verdict.ok && verdict.file.kind === 'audio');
  if (found === undefined || !found.verdict.ok) {
    const told = wrong ?? first;
    if (told === undefined || told.verdict.ok) return refuse(texts, 'recording_missing');
    return refuseFile(texts, told.file.filename, told.verdict);
  }
  const task: TranscriptTask = {
    kind: 'transcript',
    recording: recordingOf(found.verdict.file),
    messageId: id,
    ...(authorId === undefined ? {} : { authorId }),
  };
  const { refusal, context: asking } = await passGate(context);
  if (refusal !== null) return refusal;
  const { interaction, caller, services } = asking;
  const [isBegun] = await Promise.all([
    beginDelivery(interaction, caller, { task, isPrivate: true }, services),
    // An erasure has to find it.
    services.directory.note(caller.user_id, interaction.id),
  ]);
  return isBegun ? deferredEphemeral() : refuseFailure(texts, { code: 'internal' }, services.now());
}
