/** Redeems the token of the link. */
import { TALK_SESSIONS, type TalkAdmission } from '../../../../shared/contract/talk.ts';
import type { Input } from './model.ts';

const TIMEOUT_MS = 15_000;

/** A token is spent by the first try that arrives; without one there is nothing to try. */
export async function admit(token: string): Promise<Extract<Input, { kind: 'admitted' | 'not_admitted' }>> {
  if (token === '') return { kind: 'not_admitted', why: 'link_used' };
  try {
    const response = await fetch(TALK_SESSIONS, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return { kind: 'admitted', admission: (await response.json()) as TalkAdmission };
    const { error } = (await response.json()) as { error?: { code?: string } };
    if (error?.code === 'budget_user') return { kind: 'not_admitted', why: 'time_used' };
    const isRefused = response.status >= 400 && response.status < 500 && response.status !== 429;
    return { kind: 'not_admitted', why: isRefused ? 'link_used' : 'unreachable' };
  } catch {
    return { kind: 'not_admitted', why: 'unreachable' };
  }
}
