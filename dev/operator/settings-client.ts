/** The settings that operators change while Libra runs, over the API of the bff. */
import { isErrorBody } from '../../shared/contract/error-body.ts';
import {
  ADMIN_SETTINGS_CHANGE_PATH,
  ADMIN_SETTINGS_PATH,
  ADMIN_SETTINGS_UNDO_PATH,
  type ChangeSettingsRequest,
  type SettingsOverview,
} from '../../shared/contract/operator.ts';
import type { Order } from './changes.ts';

export interface OperatorAccess {
  bffUrl: string;
  /** An operator's key. */
  key: string;
}

const DEADLINE_MS = 15_000;

/** What holds after the order. Throws one sentence when it was refused; then nothing has changed. */
export async function carryOutOrder(access: OperatorAccess, order: Order): Promise<SettingsOverview> {
  const look = () => post<SettingsOverview>(access, ADMIN_SETTINGS_PATH, {});
  const before = await look();
  if (order.kind === 'show') return before;
  const { version } = before;
  if (order.kind === 'undo') {
    if (version === 0) throw new Error('Nothing has been set yet, so there is nothing to take back.');
    await post(access, ADMIN_SETTINGS_UNDO_PATH, { version });
  } else {
    const change: ChangeSettingsRequest = { version, changes: order.changes };
    await post(access, ADMIN_SETTINGS_CHANGE_PATH, change);
  }
  return look();
}

async function post<Answer>({ bffUrl, key }: OperatorAccess, path: string, ask: object): Promise<Answer> {
  const response = await fetch(new URL(path, bffUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(ask),
    signal: AbortSignal.timeout(DEADLINE_MS),
    redirect: 'error',
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as Answer;
  const said = isErrorBody(body) ? `${body.error.message} (${body.error.code})` : `HTTP ${response.status}`;
  throw new Error(`It was refused: ${said}`);
}
