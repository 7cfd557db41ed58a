/** Refusals: messages that only the caller sees, with their stable codes. Pure. */
import type { Locale } from '../../../shared/contract/caller.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { PersonaFault } from '../../../shared/personas/check.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { describeFailure, withCode } from '../locale/failure.ts';
import { showFileName } from '../locale/file-name.ts';
import type { ThreadProblem } from '../locale/texts/conversations.ts';
import type { ProblemCode, ProblemTexts, Texts } from '../locale/texts.ts';

/** The problems that need no facts to be told. */
type PlainProblemCode = {
  [Code in ProblemCode]: ProblemTexts[Code] extends string ? Code : never;
}[ProblemCode];

type FileProblem = Extract<ProblemCode, `file_${string}`>;

export function refuse(texts: Texts, code: PlainProblemCode): InteractionCallback {
  return ephemeral(withCode(texts.problems[code], code));
}

/** Names the option as Discord shows it to the caller. */
export function refuseMissing(
  texts: Texts,
  locale: Locale,
  { name, name_localizations: names }: { name: string; name_localizations: Partial<Record<Locale, string>> },
): InteractionCallback {
  return ephemeral(withCode(texts.problems.option_missing(names[locale] ?? name), 'option_missing'));
}

/** `limitBytes`: of a file that is too large. */
export function refuseFile(
  texts: Texts,
  filename: string,
  { problem, limitBytes }: { problem: FileProblem; limitBytes: number | null },
): InteractionCallback {
  return ephemeral(withCode(texts.problems[problem](showFileName(filename), limitBytes ?? 0), problem));
}

export function refuseFailure(texts: Texts, failure: Failure, nowMs: number): InteractionCallback {
  return ephemeral(describeFailure(texts, failure, nowMs));
}

/** No answer came, or that of a bug. */
export function isOutOfReach({ code }: Failure): boolean {
  return code === 'upstream_unreachable' || code === 'internal';
}

/**
 * Of a call to the bff that has failed. A refusal (a limit, say) tells the person what to do; that something is out of reach does
 * not: then `unavailable` is told.
 */
export function refuseCall(
  texts: Texts,
  failure: Failure,
  unavailable: PlainProblemCode,
  nowMs: number,
): InteractionCallback {
  return isOutOfReach(failure) ? refuse(texts, unavailable) : refuseFailure(texts, failure, nowMs);
}

export function refuseThread({ conversations }: Texts, problem: ThreadProblem): InteractionCallback {
  return ephemeral(withCode(conversations.threads.problems[problem], problem));
}

/** `near`: models that may have been meant, or at least are there. */
export function refuseModel(
  texts: Texts,
  name: string,
  near: readonly { name: string }[],
): InteractionCallback {
  const named = near.map((model) => `\`${model.name}\``).join(', ');
  return ephemeral(withCode(texts.problems.model_unknown(showFileName(name), named), 'model_unknown'));
}

export function refusePersona(texts: Texts, fault: PersonaFault): InteractionCallback {
  const { fields, fault: tell } = texts.personas;
  const field = Object.hasOwn(fields, fault.path) ? fields[fault.path as keyof typeof fields] : fault.path;
  const limit = 'limit' in fault ? (fault.limit ?? null) : null;
  return ephemeral(withCode(tell(field, fault.code, limit), 'persona_invalid'));
}
