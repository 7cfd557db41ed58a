/** What a delivery does with sound, composed of what it is connected to. */
import type { Failure } from '../../../../shared/contract/failure.ts';
import { orAbort } from '../../../../shared/time/wait.ts';
import type { AttachedFile } from '../../attachments/judge.ts';
import { recordingOf } from '../../attachments/recording.ts';
import { createBffClient } from '../../bff/client.ts';
import { fetchSpeech } from '../../bff/voice-messages.ts';
import { ORIGINAL } from '../../discord/webhook.ts';
import { describeFailure } from '../../locale/failure.ts';
import type { Connections } from '../connections.ts';
import type { DeliverDeps, DeliveryReport } from '../deliver.ts';
import type { DeliveryJob, TranscriptTask } from '../job.ts';
import { type DeliveryEnding, NOTHING_OFFERED } from '../record.ts';
import { repeat } from '../repeat.ts';
import { logSpeech, logTranscript } from '../report.ts';
import { tellPrivately } from '../tell.ts';
import type { SpokenJob } from './owed-speech.ts';
import { deliverSpeech, failureOf, type SpeechDeps } from './speech.ts';
import { deliverTranscript } from './transcript.ts';

export interface SoundDeps {
  connections: Connections;
  showing: Omit<DeliverDeps, 'ask'>;
  end(ending: DeliveryEnding): Promise<boolean>;
}

/** Hears the files of a question. */
export function hearWith(job: DeliveryJob, connections: Connections) {
  return async (
    file: AttachedFile,
    signal: AbortSignal,
  ): Promise<{ ok: true; text: string } | { ok: false; failure: Failure }> => {
    const { voiceMessages } = createBffClient({ ...connections.bff(), traceparent: job.traceparent });
    const { caller } = job;
    try {
      const heard = await orAbort(
        voiceMessages.transcribe(caller, recordingOf(file), caller.user_id),
        signal,
      );
      return heard.ok ? { ok: true, text: heard.value.text } : heard;
    } catch {
      return { ok: false, failure: { code: 'deadline_exceeded' } };
    }
  };
}

export async function hearRecording(job: DeliveryJob, task: TranscriptTask, deps: SoundDeps): Promise<void> {
  const { connections, showing } = deps;
  const startedAtMs = Date.now();
  const { voiceMessages } = createBffClient({ ...connections.bff(), traceparent: job.traceparent });
  const report = await deliverTranscript(job, task, {
    ...showing,
    transcribe: () => voiceMessages.transcribe(job.caller, task.recording, task.authorId),
  });
  await deps.end(NOTHING_OFFERED);
  logTranscript(connections.log(job), report, Date.now() - startedAtMs);
}

/** In the place of "thinking…". */
export async function speakText(
  job: DeliveryJob,
  text: string,
  deps: SoundDeps,
  stop: AbortSignal,
): Promise<void> {
  const { connections, showing } = deps;
  const startedAtMs = Date.now();
  const tell = async (content: string) => {
    const { reply } = await repeat(() => showing.webhook.edit(ORIGINAL, { content }), showing);
    return reply.kind === 'ok' ? null : failureOf(reply);
  };
  const report = await deliverSpeech(text, {
    ...speakingDeps(job, deps, stop),
    onPosting: () => showing.onPosting('ending'),
    tell,
  });
  if (report.outcome === 'undelivered' && (await isThinking(showing)))
    await tell(describeFailure(showing.texts, { code: 'internal' }, showing.now()));
  await deps.end(NOTHING_OFFERED);
  logSpeech(connections.log(job), report, Date.now() - startedAtMs);
}

/** False: what was held to be lost is there. */
async function isThinking(showing: SoundDeps['showing']): Promise<boolean> {
  const { reply } = await repeat(() => showing.webhook.read(ORIGINAL), showing);
  return reply.kind === 'ok' && reply.message?.isBlank !== false;
}

export function wantsSpeech({ end, about }: DeliveryReport['outcome']): boolean {
  return about.speech === 'wanted' && end.kind === 'whole';
}

/** Behind an answer that stands; where it cannot be spoken, its person alone is told. */
export async function speakReply(
  job: SpokenJob,
  text: string,
  deps: Pick<SoundDeps, 'connections' | 'showing'>,
  stop: AbortSignal,
): Promise<void> {
  const { connections, showing } = deps;
  const startedAtMs = Date.now();
  const report = await deliverSpeech(text, {
    ...speakingDeps(job, deps, stop),
    onPosting: () => undefined,
    async tell(content) {
      await tellPrivately(content, showing);
      return null;
    },
  });
  logSpeech(connections.log(job), report, Date.now() - startedAtMs);
}

function speakingDeps(
  { caller, traceparent }: SpokenJob,
  { connections, showing }: Pick<SoundDeps, 'connections' | 'showing'>,
  stop: AbortSignal,
): Omit<SpeechDeps, 'onPosting' | 'tell'> {
  const { webhook, texts, now, sleep } = showing;
  return {
    webhook,
    texts,
    now,
    sleep,
    speak: (text) => fetchSpeech({ caller, text, traceparent }, connections.bff(), stop),
  };
}
