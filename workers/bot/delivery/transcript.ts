/** A recording that is heard for one person, who alone sees what is said in it. Pure core: the bff and the webhook are given. */
import type { Transcript } from '../../../shared/contract/voice-messages.ts';
import type { BffReply } from '../bff/call.ts';
import { describeFailure } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import { answerDraft, type Draft } from '../message/draft.ts';
import { linkToMessage } from '../message/message-link.ts';
import { viewTranscript } from '../message/transcript-view.ts';
import { type DeliveryJob, lastRequestMs, type TranscriptTask } from './job.ts';
import { createPoster, type PosterDeps, type PostFailure } from './poster.ts';

export interface TranscriptDeps extends PosterDeps {
  texts: Texts;
  /** Never rejects. */
  transcribe(): Promise<BffReply<Transcript>>;
}

export interface TranscriptReport {
  outcome: 'heard' | 'known' | 'refused';
  undelivered: PostFailure | null;
  requests: number;
}

/** Repeating it costs nothing, once it has been heard. */
export async function deliverTranscript(
  job: Pick<DeliveryJob, 'receivedAtMs' | 'caller'>,
  task: TranscriptTask,
  deps: TranscriptDeps,
): Promise<TranscriptReport> {
  const poster = createPoster({ receivedAtMs: job.receivedAtMs, expiresAtMs: lastRequestMs(job) }, deps);
  const reply = await deps.transcribe();
  const told = await poster.finish([draftOf(reply, job, task, deps)]);
  return {
    outcome: reply.ok ? (reply.value.is_cached ? 'known' : 'heard') : 'refused',
    undelivered: told.kind === 'failed' ? told.failure : null,
    requests: poster.requests(),
  };
}

function draftOf(
  reply: BffReply<Transcript>,
  { caller }: Pick<DeliveryJob, 'caller'>,
  { recording, messageId }: TranscriptTask,
  { texts, now }: TranscriptDeps,
): Draft {
  if (!reply.ok) {
    const evidence = { ...reply.failure.evidence, file: recording.filename };
    return answerDraft(describeFailure(texts, { ...reply.failure, evidence }, now()));
  }
  const about = {
    requesterId: caller.user_id,
    messageId,
    attachmentId: recording.id,
    link: linkToMessage(caller.guild_id, caller.channel_id, messageId),
  };
  return viewTranscript(reply.value, about, texts.voice.transcript);
}
