/** Asks the bff once the files of the question are read: each of them once, however often the bff is asked. */
import type { BffAccess } from '../bff/access.ts';
import { type AnswerStream, type AskOptions, ask, type Question } from '../bff/ask.ts';
import { type GatherDeps, type Gathered, gatherAttachments } from './gather.ts';
import type { AttachedFile } from './judge.ts';

export interface AskWithFilesDeps {
  bff(): BffAccess;
  gather: GatherDeps;
}

export function askWithFiles(
  { files = [], ...question }: Omit<Question, 'attachments'> & { files?: readonly AttachedFile[] },
  { bff, gather }: AskWithFilesDeps,
): (options: AskOptions) => AnswerStream {
  if (files.length === 0) return (options) => ask(question, options, bff());
  let gathered: Promise<Gathered> | undefined;

  return async function* askOnceRead(options) {
    const startedAtMs = gather.now();
    gathered ??= gatherAttachments(files, options.signal, gather);
    const read = await gathered;
    if (options.signal.aborted) return { end: { kind: 'stopped' }, about: {} };
    if (!read.ok) return { end: { kind: 'failed', failure: read.failure }, about: {} };
    const timeoutMs = Math.max(1, options.timeoutMs - (gather.now() - startedAtMs));
    return yield* ask({ ...question, attachments: read.attachments }, { ...options, timeoutMs }, bff());
  };
}
