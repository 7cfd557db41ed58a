/** What is shown at the end of an answer, and what stands there for its person to go on with. Pure. */
import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import type { Texts } from '../locale/texts.ts';
import { type FinalView, viewErased, viewFinal, withRow } from '../message/view.ts';
import { type DeliveryJob, frameOf } from './job.ts';
import { draftsOf, firstVersion, rowOf, type StandingAnswer, shownVersion, withVersion } from './standing.ts';

export interface Conclusion extends FinalView {
  /** Its messages are not known yet. Null: the row does not stand under this answer. */
  standing: StandingAnswer | null;
  /** Of a version: why there is none, and the earlier one stays. */
  keptBecause: string | null;
}

export interface ConcludeDeps {
  texts: Texts;
  /** Unix milliseconds. */
  now(): number;
}

/** `earlier`: the answer of which this was to be another version. */
export function conclude(
  { text, outcome, firstTextMs }: { text: string; outcome: AnswerOutcome; firstTextMs: number | null },
  job: DeliveryJob,
  earlier: StandingAnswer | undefined,
  { texts, now }: ConcludeDeps,
): Conclusion {
  const view = viewFinal(text, outcome, frameOf(job), { texts, nowMs: now() });
  const { task } = job;
  const nothing = { standing: null, keptBecause: null };
  if (task.kind !== 'answer' || task.isForeign === true) return { ...view, ...nothing };
  const version = { ...outcome, request: task.attempt?.request ?? job.interactionId, text, firstTextMs };
  if (earlier !== undefined) {
    const standing = view.instead === null ? withVersion(earlier, version) : earlier;
    return { ...view, drafts: draftsOf(standing, texts, now()), standing, keptBecause: view.instead };
  }
  if (outcome.end.kind !== 'whole' || view.instead !== null) return { ...view, ...nothing };
  const standing = firstVersion({ ...job, task }, version, []);
  return { ...view, drafts: withRow(view.drafts, rowOf(standing, texts)), standing, keptBecause: null };
}

/** Its person has had everything erased: what was shown stays. */
export function concludeErased(
  text: string,
  job: DeliveryJob,
  earlier: StandingAnswer | undefined,
  { texts }: ConcludeDeps,
): Conclusion {
  const shown = text === '' && earlier !== undefined ? shownVersion(earlier).text : text;
  return { ...viewErased(shown, frameOf(job), texts), standing: null, keptBecause: null };
}
