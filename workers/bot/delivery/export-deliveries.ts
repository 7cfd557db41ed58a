/** The file of a person, with what the bot itself keeps of them: the bff's part is handed on as it is. */
import type { PrivacyExport, StoredDelivery } from '../../../shared/contract/privacy.ts';
import type { ExportReply } from '../bff/export.ts';
import { inBatches } from './in-batches.ts';
import type { DeliveryJob, ReplyDeliveryRpc } from './job.ts';

interface ExportRequest extends Pick<DeliveryJob, 'caller' | 'traceparent' | 'interactionId'> {
  maxBytes: number;
  /** Null when they are not known. */
  deliveries: string[] | null;
}

export interface ExportDeliveriesDeps {
  fetchExport(request: ExportRequest): Promise<ExportReply>;
  delivery(interactionId: string): Pick<ReplyDeliveryRpc, 'held'>;
}

/** Never rejects. */
export async function exportWithDeliveries(
  request: ExportRequest,
  deps: ExportDeliveriesDeps,
): Promise<ExportReply> {
  const [reply, deliveries] = await Promise.all([deps.fetchExport(request), readDeliveries(request, deps)]);
  if (reply.kind !== 'whole') return reply;
  const file = JSON.parse(reply.json) as PrivacyExport;
  const unreadable = deliveries === null ? [...file.unreadable, 'ReplyDelivery'] : file.unreadable;
  const json = JSON.stringify({ ...file, unreadable, deliveries: deliveries ?? [] } satisfies PrivacyExport);
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
