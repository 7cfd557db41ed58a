/** Plays one row of the table of documents: break, add, play the steps, wait for the end, look, remove. */
import type { InteractionRecord, InvokeResult } from '../../dev/discord/protocol.ts';
import { writeWorld } from '../../dev/discord/world-client.ts';
import type { LibraResponse } from '../../shared/contract/libra.ts';
import { toErrorCode } from '../../shared/errors.ts';
import { en } from '../../workers/bot/locale/en.ts';
import { attach } from '../attach.ts';
import { ask, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf } from '../use-stack.ts';
import type { Stage } from './stage.ts';
import type { AddedFile, DocumentAnswer, DocumentFault, DocumentStep } from './table/documents.ts';

export type DocumentOutcome = DocumentFault['expected'] & {
  /** What of it is there that should not be, once it has been removed. */
  left: unknown[];
};

const DEFAULT_FILES: readonly AddedFile[] = [{ name: 'a.txt', bytes: 'The gate is open until nine.' }];

export async function runDocumentFault(fault: DocumentFault, stage: Stage): Promise<DocumentOutcome> {
  const { stack, until } = stage;
  const { neon } = standInsOf(stack, 'neon');
  const firstLine = stack.logs.length;
  await stage.set(fault.before ?? {});
  const files = fault.files ?? DEFAULT_FILES;
  const interactionId = await add(stage, files);
  for (const step of fault.steps ?? []) await play(step, stage, { interactionId, firstLine });
  await until('the document is read', async () => isOver(await stack.record(interactionId)));
  const reads = readEach(textOf(await stack.record(interactionId)), files);
  const [{ passages } = {}] = await neon.query(
    `select count(*)::int as passages from document_chunks c join documents d on d.id = c.document_id and d.version = c.version`,
    [],
  );
  const answer = fault.question === undefined ? {} : { answer: await answerTo(stage, fault.question) };
  const logs = [...new Set(stack.logs.slice(firstLine).map(({ event }) => event))];
  await stage.set({});
  for (const { name } of files) await remove(stage, name);
  const left = await neon.query(
    `select 'document' as kind from documents union all select 'chunk' from document_chunks
     union all select 'term' from document_terms`,
    [],
  );
  return { reads, passages: Number(passages), logs, ...answer, left };
}

/** In a private answer, for which one's own documents are searched. */
async function answerTo(
  stage: Stage,
  { text, during = {} }: NonNullable<DocumentFault['question']>,
): Promise<DocumentAnswer> {
  const { stack } = stage;
  const caller = somebody({ user_id: stack.moderator, locale: 'en' });
  const asked = () => ask(stack, caller, text, { private: true, fresh: true });
  // So that the isolate knows of the document when the database fails.
  await asked();
  await stage.set(during);
  const { content, libra } = await asked();
  const { passages, problem } = (libra as LibraResponse).documents ?? { passages: [] };
  if (problem === 'unavailable') return 'says that documents could not be searched';
  if (passages.length !== 1 || content?.includes('[1]') !== true)
    throw new Error(`It is not from it: ${content}`);
  return problem === 'words_only'
    ? 'is taken from it, and says that only words were compared'
    : 'is taken from it';
}

async function add({ stack }: Stage, files: readonly AddedFile[]): Promise<string> {
  const as = { userId: stack.moderator, locale: 'en-US' as const };
  const opened = await stack.invoke('docs add', {}, as);
  const type = 'application/octet-stream';
  const ids = await Promise.all(
    files.map(({ name, bytes }) => attach(stack, { filename: name, bytes, type }, stack.moderator)),
  );
  const { interactionId } = await writeWorld<InvokeResult>(`${stack.urls.page}/dev/modals`, {
    interactionId: opened.interactionId,
    ...as,
    values: { files: ids, scope: ['me'] },
  });
  return interactionId;
}

async function remove({ stack }: Stage, name: string): Promise<void> {
  const as = { userId: stack.moderator, locale: 'en-US' as const };
  const { interactionId } = await stack.invoke('docs remove', { name }, as);
  await stack.settled(interactionId);
}

async function play(
  step: DocumentStep,
  stage: Stage,
  { interactionId, firstLine }: { interactionId: string; firstLine: number },
): Promise<void> {
  const { stack, until } = stage;
  if (typeof step === 'object') return stage.set(step.set);
  switch (step) {
    case 'until its vectors are asked for':
      await until(step, () => stage.providers[0].connections().open > 0);
      return;
    case 'until it is tried again':
      await until(step, () => stack.logs.slice(firstLine).some(({ event }) => event === 'reading.again'));
      return;
    case 'kill the reading':
      return stage.killReading(await documentId(stage));
    case 'restart the Workers':
      await stage.restart();
      await Promise.all([stage.fireAlarm(interactionId), stage.wakeReading(await documentId(stage))]);
      return;
    case 'remove it':
      return remove(stage, 'a.txt');
  }
}

async function documentId({ stack }: Stage): Promise<string> {
  const [row] = (await stack.standIns.neon?.query('select id from documents', [])) ?? [];
  return String(row?.id);
}

function isOver({ messages }: InteractionRecord): boolean {
  return messages.length > 0 && !messages.some(({ content }) => content === '' || content.includes('⏳'));
}

const GONE = en.documents.progress.gone('').trim().split(' ').slice(1).join(' ');

function readEach(text: string, files: readonly AddedFile[]): DocumentFault['expected']['reads'] {
  return files.map(({ name }) => {
    const line = text.split('\n').find((each) => each.includes(name)) ?? '';
    if (line.includes(GONE)) return 'removed';
    const code = /\(([a-z]+_[a-z_]+)\)$/.exec(line)?.[1];
    return code === undefined ? 'read' : toErrorCode(code);
  });
}
