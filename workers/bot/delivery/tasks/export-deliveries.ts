/** The file of a person, with what the bot itself keeps of them: the bff's part is handed on as it is. */
import type { PrivacyExport, StoredDelivery, StoredReminder } from '../../../../shared/contract/privacy.ts';
import type { ExportReply } from '../../bff/export.ts';
import type { RemindersRpc } from '../../reminders/rpc.ts';
import { inBatches } from '../in-batches.ts';
import type { DeliveryJob, ReplyDeliveryRpc } from '../job.ts';

interface ExportRequest extends Pick<DeliveryJob, 'caller' | 'traceparent' | 'interactionId'> {
  maxBytes: number;
  /** Null when they are not known. */
  deliveries: string[] | null;
}

export interface ExportDeliveriesDeps {
  fetchExport(request: ExportRequest): Promise<ExportReply>;
  delivery(interactionId: string): Pick<ReplyDeliveryRpc, 'held'>;
  reminders(userId: string): Pick<RemindersRpc, 'list'>;
}

/** Never rejects. */
export async function exportWithDeliveries(
  request: ExportRequest,
  deps: ExportDeliveriesDeps,
): Promise<ExportReply> {
  const [reply, deliveries, reminders] = await Promise.all([
    deps.fetchExport(request),
    readDeliveries(request, deps),
    readReminders(request, deps),
  ]);
  if (reply.kind !== 'whole') return reply;
  const file = JSON.parse(reply.json) as PrivacyExport;
  const json = JSON.stringify({
    ...file,
    unreadable: [
      ...file.unreadable,
      ...(deliveries === null ? ['ReplyDelivery'] : []),
      ...(reminders === null ? ['Reminders'] : []),
    ],
    deliveries: deliveries ?? [],
    reminders: reminders ?? [],
  } satisfies PrivacyExport);
  const isTooLarge = new TextEncoder().encode(json).byteLength > request.maxBytes;
  return isTooLarge ? { kind: 'too_large' } : { kind: 'whole', json };
}

/** Null when they cannot be read. */
async function readDeliveries(
  { deliveries, interactionId }: ExportRequest,
  { delivery }: ExportDeliveriesDeps,
): Promise<StoredDelivery[] | null> {
  if (deliveries === null) return null;
  try {
    const others = deliveries.filter((id) => id !== interactionId);
    const held = await inBatches(others, async (id) => ({ id, held: await delivery(id).held() }));
    return held.flatMap((found) =>
      found.held === null ? [] : [{ interaction_id: found.id, ...found.held }],
    );
  } catch {
    return null;
  }
}

/** Null when they cannot be read. */
async function readReminders(
  { caller }: ExportRequest,
  { reminders }: ExportDeliveriesDeps,
): Promise<StoredReminder[] | null> {
  try {
    const listed = await reminders(caller.user_id).list();
    return listed.map(({ text, atMs, channelId, failure }) => ({
      text,
      at: new Date(atMs).toISOString(),
      channel_id: channelId,
      ...(failure === null ? {} : { undelivered: failure }),
    }));
  } catch {
    return null;
  }
}
