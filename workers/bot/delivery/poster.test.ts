import { expect, it } from 'vitest';
import type { OutgoingMessage } from '../discord/message.ts';
import { answerDraft, type Draft } from '../message/draft.ts';
import { createPoster } from './poster.ts';

/** A message in which each file that is sent becomes an attachment of the next id. */
function createChannel() {
  const edits: OutgoingMessage[] = [];
  let attachments: string[] = [];
  let lastId = 0;
  const poster = createPoster(
    { receivedAtMs: 0, expiresAtMs: 1_000 },
    {
      now: () => 0,
      sleep: async () => {},
      onPosting: () => {},
      onOriginalShown: () => {},
      onFollowUp: () => {},
      onRemoved: () => {},
      webhook: {
        async edit(id, message) {
          edits.push(message);
          const added = (message.files ?? []).map(() => `${++lastId}`);
          if (message.keptAttachments !== undefined) attachments = [...message.keptAttachments, ...added];
          return {
            kind: 'ok',
            message: { id, content: '', isBlank: false, buttons: [], attachments },
            pauseMs: 0,
          };
        },
        create: () => Promise.reject(new Error('one message is enough')),

        read: () => Promise.reject(new Error('nothing needs to be read')),
        remove: () => Promise.reject(new Error('nothing goes')),
      },
    },
  );
  return { poster, edits };
}

const file = (text: string) => ({ name: 'answer.md', type: 'text/markdown', text });

it('keeps the files of a message by their ids through edits that change other parts', async () => {
  const { poster, edits } = createChannel();
  const draft: Draft = { ...answerDraft('one'), files: [file('a'), file('b')] };
  await poster.finish([draft]);
  await poster.finish([{ ...draft, text: 'two' }]);
  await poster.finish([{ ...draft, text: 'three' }]);
  expect(edits.map(({ files, keptAttachments }) => [files?.length ?? 0, keptAttachments])).toEqual([
    [2, []],
    [0, ['1', '2']],
    [0, ['1', '2']],
  ]);
});

it('sends the files that changed and drops those that are not wanted any more', async () => {
  const { poster, edits } = createChannel();
  await poster.finish([{ ...answerDraft('one'), files: [file('a')] }]);
  await poster.finish([{ ...answerDraft('one'), files: [file('b')] }]);
  await poster.finish([answerDraft('one')]);
  expect(edits.map(({ files, keptAttachments }) => [files?.length, keptAttachments])).toEqual([
    [1, []],
    [1, []],
    [0, []],
  ]);
});

it('sends nothing for a message that already is as it should be', async () => {
  const { poster, edits } = createChannel();
  const draft: Draft = { ...answerDraft('one'), status: 'looking it up', files: [file('a')] };
  await poster.finish([draft]);
  await poster.finish([{ ...draft, files: [file('a')] }]);
  expect(edits).toHaveLength(1);
  expect(edits[0]?.content).toBe('one\n-# looking it up');
});
