/** A recording that is heard for one person, who alone sees what is said in it. Pure core: the bff and the webhook are given. */
import type { Transcript } from '../../../../shared/contract/voice-messages.ts';
import type { BffReply } from '../../bff/call.ts';
import { describeFailure } from '../../locale/failure.ts';
import type { Texts } from '../../locale/texts.ts';
import { answerDraft, type Draft } from '../../message/draft.ts';
import { linkToMessage } from '../../message/message-link.ts';
import { viewTranscript } from '../../message/transcript-view.ts';
import { type DeliveryJob, lastRequestMs, type TranscriptTask } from '../job.ts';
import type { Poster, PosterDeps } from '../poster.ts';
import { finishWith, type PostReport, posterOf } from './one-message.ts';

export interface TranscriptDeps extends PosterDeps {
  texts: Texts;
  /** Never rejects. */
  transcribe(): Promise<BffReply<Transcript>>;
}

export interface TranscriptReport extends PostReport {
  outcome: 'heard' | 'known' | 'refused';
}

/** Repeating it costs nothing, once it has been heard. */
export async function deliverTranscript(
  job: Pick<DeliveryJob, 'receivedAtMs' | 'caller'>,
  task: TranscriptTask,
  deps: TranscriptDeps,
): Promise<TranscriptReport> {
  const poster = posterOf(job, deps);
  const reply = await transcribeWhenLoaded(job, poster, deps);
  const outcome = reply.ok ? (reply.value.is_cached ? 'known' : 'heard') : 'refused';
  return { outcome, ...(await finishWith(poster, draftOf(reply, job, task, deps), deps.texts)) };
}

/** Between two tries: fewer than the limit of a minute allows. */
const LOADING_PAUSE_MS = 15_000;
/** A try takes its time, too. */
const LOADING_RESERVE_MS = 60_000;

/** What hears may still be fetched at its first use: its person is told, and it is tried until the token of the interaction ends. */
async function transcribeWhenLoaded(
  job: Pick<DeliveryJob, 'receivedAtMs'>,
  poster: Poster,
  { transcribe, texts, now, sleep }: TranscriptDeps,
): Promise<BffReply<Transcript>> {
  for (;;) {
    const reply = await transcribe();
    const isLast = now() + LOADING_PAUSE_MS + LOADING_RESERVE_MS >= lastRequestMs(job);
    if (reply.ok || reply.failure.code !== 'provider_loading' || isLast) return reply;
    const note: Draft = { kind: 'note', text: texts.voice.transcript.loading };
    if (poster.differsFrom([note])) await poster.step([note], 'waiting');
    await sleep(LOADING_PAUSE_MS);
  }
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
