/** `GET /metrics`: OpenMetrics, for a key of an operator with the right to it. */
import { errorName } from '../../../../shared/observe/log.ts';
import { authenticateRequest } from '../../access/verified.ts';
import { readTotals, writeMetrics } from '../../operator/metrics.ts';
import { readOverview } from '../../operator/overview.ts';
import { errorResponse } from '../../reply.ts';
import type { Services } from '../../services.ts';
import { ADMIN_DEADLINE_MS } from './read.ts';

export async function handleMetrics(request: Request, services: Services): Promise<Response> {
  const authentication = await authenticateRequest(request, services, 0);
  if (!authentication.ok) return errorResponse(authentication);
  const { identity } = authentication;
  const rights = identity.kind === 'client' ? (identity.apiKey.settings.operator ?? []) : [];
  if (!rights.includes('metrics') && !rights.includes('read')) return errorResponse({ code: 'forbidden' });
  const open = () => services.openDatabase(ADMIN_DEADLINE_MS);
  const [totals, overview] = await Promise.all([
    readTotals(open).catch((error) => {
      services.log.error('metrics.incomplete', { error: errorName(error) });
      return null;
    }),
    readOverview(services, { withDatabase: true }),
  ]);
  return new Response(writeMetrics(totals, overview), {
    headers: { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' },
  });
}
