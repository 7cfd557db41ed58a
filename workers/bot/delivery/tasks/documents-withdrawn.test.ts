import { describe, expect, it } from 'vitest';
import { textsFor } from '../../locale/choose.ts';
import { deliverDocuments } from './documents.ts';

const NOTES = { name: 'Notes', source: { kind: 'text', text: 'Two.' }, ingestion: 'i' } as const;

/** Hands documents over to a Worker that takes none; what is withdrawn. */
async function handOver(added: { replaces: boolean }, id?: string): Promise<string[]> {
  const withdrawn: string[] = [];
  const item = id === undefined ? NOTES : { ...NOTES, id };
  const permissions = { manage_server: false, manage_channel: false };
  const task = { kind: 'documents', permissions, scope: 'me', items: [item] } as const;
  const deps = {
    texts: textsFor('en'),
    now: () => 0,
    sleep: async () => {},
    add: async () => ({ ok: true, value: { id: 'document', ingestion: 'i', ...added } }),
    ingest: async () => false,
    withdraw: async (document: string) => withdrawn.push(document),
    list: async () => ({ ok: true, value: { documents: [] } }),
    webhook: { edit: async () => ({ kind: 'ok', pauseMs: 0, message: { id: '1', attachments: [] } }) },
    onPosting: () => {},
    onOriginalShown: () => {},
  } as unknown as Parameters<typeof deliverDocuments>[2];
  const job = { receivedAtMs: 0, traceparent: 't' };
  expect(await deliverDocuments(job, { ...task, items: [...task.items] }, deps)).toMatchObject({
    outcome: 'refused',
  });
  return withdrawn;
}

describe('documents that nobody takes over to read', () => {
  it('are withdrawn, so that the person can add them once more', async () => {
    expect(await handOver({ replaces: false })).toEqual(['document']);
  });

  it('are not where one of the name is searched', async () => {
    expect(await handOver({ replaces: true })).toEqual([]);
    expect(await handOver({ replaces: false }, 'document')).toEqual([]);
  });
});
