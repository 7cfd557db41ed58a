/** One alert as a message of a Discord webhook. Nobody is mentioned, whatever a name holds. */
import type { Alert, AlertKind } from '../../shared/contract/logs.ts';

const DEADLINE_MS = 5_000;
const MAX_SUBJECT_CHARS = 200;

/** Discord's own, or the stand-in's on this machine: an alert goes nowhere else. */
const WEBHOOK =
  /^(https:\/\/(\w+\.)?discord(app)?\.com|http:\/\/(127\.0\.0\.1|localhost)(:\d{1,5})?)\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+$/;

/** In both languages: a channel of operators has none of its own. */
const TEXTS: Readonly<Record<AlertKind, string>> = {
  budget: '**80% of the budget of the day is used** · 오늘 예산의 80%를 썼어요',
  circuit: '**A circuit is open** · 회로 차단기가 열렸어요',
  provider: '**A provider refuses the key, the credit or the model** · 제공자가 키나 잔액, 모델을 거절했어요',
  cleaning: '**No nightly cleaning for 26 hours** · 26시간 동안 야간 정리가 없었어요',
  test: '**A test of the alerts** · 알림 시험이에요',
};

const OVER = '✅ **Over** · 끝났어요';

export const isWebhook = (address: unknown): address is string =>
  typeof address === 'string' && WEBHOOK.test(address);

/** An incident is told twice. */
export type AlertStage = 'begun' | 'over';

export function alertContent({ kind, subject }: Alert, stage: AlertStage): string {
  return `${stage === 'over' ? `${OVER}: ` : ''}${TEXTS[kind]}: \`${subject.slice(0, MAX_SUBJECT_CHARS).replaceAll('`', "'")}\``;
}

/** False: it did not take it. Throws when it cannot be reached. */
export async function sendAlert(webhook: string, alert: Alert, stage: AlertStage): Promise<boolean> {
  const response = await fetch(webhook, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ content: alertContent(alert, stage), allowed_mentions: { parse: [] } }),
    signal: AbortSignal.timeout(DEADLINE_MS),
    redirect: 'manual',
  });
  return response.ok;
}
