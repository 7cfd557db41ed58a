/** What becomes of a question that was let through from memory, and that the bff has not admitted. */
import type { Failure } from '../../../shared/contract/failure.ts';
import { passAgain, type UncheckedJob } from '../gate/again.ts';
import { textsFor } from '../locale/choose.ts';
import { describeFailure } from '../locale/failure.ts';
import { moveHome, sayAlone } from './alone.ts';
import type { Connections } from './connections.ts';
import type { DeliverDeps } from './deliver.ts';
import type { AnswerTask, DeliveryJob } from './job.ts';
import { type DeliveryEnding, NOTHING_OFFERED } from './record.ts';
import type { RecordStore } from './record-store.ts';
import { logRefused } from './report.ts';

export interface LookAgainDeps {
  connections: Pick<Connections, 'gate' | 'log'>;
  store: RecordStore;
  end(ending: DeliveryEnding): Promise<boolean>;
  showing(job: DeliveryJob): Pick<DeliverDeps, 'webhook' | 'sleep' | 'onPosting'>;
}

/** The job to go on with; null: its person was told why there is no answer. */
export async function lookAgain(
  job: UncheckedJob,
  refusal: Failure,
  deps: LookAgainDeps,
): Promise<(DeliveryJob & { task: AnswerTask }) | null> {
  const refuse = async (text: string) => {
    await refuseAlone(text, job, deps);
    return null;
  };
  const inWords = ({ caller }: DeliveryJob) => describeFailure(textsFor(caller.locale), refusal, Date.now());
  if (refusal.code !== 'gate_outdated') return refuse(inWords(job));
  const again = await passAgain(job, deps.connections.gate(job), Date.now);
  deps.connections.log(job).info('gate.asked_again', { verdict: again.kind });
  if (again.kind === 'refused') return refuse(again.text);
  const isDeferredOtherwise = again.job.isPrivate !== job.isPrivate;
  const home = isDeferredOtherwise ? await findHome(again.job, deps) : undefined;
  if (home === null) return refuse(inWords(again.job));
  const next = { ...again.job, ...(home === undefined ? {} : { home }) };
  deps.store.update((record) => (record.erasedAtMs === undefined ? { ...record, job: next } : null));
  return next;
}

/**
 * A message that is seen by those who are to see the answer. If this isolate dies before its id is recorded, nobody can edit it
 * any more, and the next one makes another: so it promises nothing about itself, and has no button.
 */
function findHome(job: DeliveryJob, { showing }: LookAgainDeps): Promise<string | null> {
  const deps = showing(job);
  deps.onPosting('waiting');
  return moveHome({ content: textsFor(job.caller.locale).moved }, deps);
}

/** There is no answer, and why is nobody else's affair. */
export async function refuseAlone(
  text: string,
  job: DeliveryJob,
  { connections, store, end, showing }: LookAgainDeps,
): Promise<void> {
  store.update((record) => ({ ...record, alone: text }));
  const told = await sayAlone(text, { isPrivate: job.isPrivate === true }, showing(job));
  await end(NOTHING_OFFERED);
  logRefused(connections.log(job), told);
}
