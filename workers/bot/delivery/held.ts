/** What a delivery holds of its person, for their file. Pure. */
import type { AttachedFile } from '../attachments/judge.ts';
import type { HeldByDelivery } from './job.ts';
import type { DeliveryRecord } from './record.ts';
import type { StandingAnswer } from './standing.ts';

/** What is kept of its person. */
export function heldIn(record: DeliveryRecord | undefined): HeldByDelivery {
  if (record === undefined) return null;
  if (record.state === 'running') {
    const { task } = record.job;
    // A moderator asks it: the question is somebody else's.
    if (task.kind !== 'answer' || task.isForeign === true || task.prompt === '') return null;
    return { question: task.prompt, ...versionsIn(record.standing), ...namesOf(task.files) };
  }
  if (record.standing !== undefined) {
    const { prompt, files } = record.standing.job.task;
    return { question: prompt, ...versionsIn(record.standing), ...namesOf(files) };
  }
  if (record.offer === null) return null;
  const { prompt, shown, files } = record.offer;
  return {
    ...(prompt === '' ? {} : { question: prompt }),
    ...(shown === undefined ? {} : { shown }),
    ...namesOf(files),
  };
}

function versionsIn(standing: StandingAnswer | undefined): { answers?: string[] } {
  return standing === undefined ? {} : { answers: standing.versions.map(({ text }) => text) };
}

function namesOf(files: readonly AttachedFile[] | undefined): { files?: string[] } {
  return files === undefined ? {} : { files: files.map(({ filename }) => filename) };
}
