/**
 * The speech that is still to come behind an answer (`/voice reply:on`). It is kept from the write that ends the answer until it is
 * out, so that it outlives the isolate. Posted at most once: from when its request may have left until Discord has clearly
 * refused it, another isolate does not begin it again.
 */
import { errorName } from '../../../../shared/observe/log.ts';
import { TOKEN_LIFE_MS } from '../../discord/token-life.ts';
import type { InteractionWebhook, WebhookReply } from '../../discord/webhook.ts';
import type { Connections } from '../connections.ts';
import type { DeliveryJob } from '../job.ts';

export type SpokenJob = Omit<DeliveryJob, 'task'>;

interface OwedSpeech {
  job: SpokenJob;
  text: string;
  /** How many isolates have begun it. */
  runs: number;
  /** A message of it may be in the channel. */
  mayBePosted: boolean;
}

interface SpeechValues {
  get<Value>(key: string): Value | undefined;
  put<Value>(key: string, value: Value): void;
  delete(key: string): boolean;
}

export interface OwedSpeechDeps {
  connections: Pick<Connections, 'webhook' | 'log'>;
  values: SpeechValues;
  /** Speaks the text with this webhook, and logs what came of it. */
  speak(job: SpokenJob, text: string, webhook: InteractionWebhook, stop: AbortSignal): Promise<void>;
  waitUntil(work: Promise<unknown>): void;
  watchdogMs: number;
}

export interface SpeechOwed {
  /** To be called in the write that ends the answer. The newest alone is owed: it has taken the earlier one's place. */
  owe(job: SpokenJob, text: string): void;
  /** At an alarm: goes on with what a dead isolate has left. */
  wake(): void;
  /** Unix milliseconds; null: nothing is owed. */
  wakeAtMs(): number | null;
  isBusy(): boolean;
  erase(): void;
}

const KEY = 'speech';
/** A speech during which so many isolates died is given up. */
const MAX_RUNS = 3;
/** What a speech gets that is owed no more. */
const CALLED_OFF: WebhookReply = { kind: 'gone', status: 0, code: 0 };

export function createOwedSpeech(deps: OwedSpeechDeps): SpeechOwed {
  const { connections, values, speak, waitUntil, watchdogMs } = deps;
  /** What runs in this isolate. */
  let running: AbortController | null = null;

  const load = () => values.get<OwedSpeech>(KEY);

  function start({ job, text }: OwedSpeech): void {
    running?.abort();
    const own = new AbortController();
    running = own;
    const webhook = guarded(connections.webhook(job), own.signal);
    const work = speak(job, text, webhook, own.signal)
      .catch((error: unknown) => connections.log(job).error('speech.crashed', { error: errorName(error) }))
      .finally(() => {
        if (running !== own) return;
        running = null;
        values.delete(KEY);
      });
    waitUntil(work);
  }

  /** Whatever is posted of it, also why there is no sound: recorded before it leaves. */
  function guarded(webhook: InteractionWebhook, stop: AbortSignal): InteractionWebhook {
    const note = (mayBePosted: boolean): boolean => {
      const owed = load();
      if (stop.aborted || owed === undefined) return false;
      values.put(KEY, { ...owed, mayBePosted });
      return true;
    };
    return {
      ...webhook,
      async create(message) {
        if (!note(true)) return CALLED_OFF;
        const reply = await webhook.create(message);
        if (isClearNo(reply)) note(false);
        return reply;
      },
    };
  }

  return {
    owe(job, text) {
      const owed = { job, text, runs: 1, mayBePosted: false };
      values.put<OwedSpeech>(KEY, owed);
      start(owed);
    },
    wake() {
      const owed = load();
      if (owed === undefined || running !== null) return;
      const { job, runs, mayBePosted } = owed;
      const isOver = runs >= MAX_RUNS || Date.now() >= job.receivedAtMs + TOKEN_LIFE_MS;
      connections
        .log(job)
        .warn(mayBePosted || isOver ? 'speech.given_up' : 'speech.resumed', { runs, mayBePosted });
      if (mayBePosted || isOver) {
        values.delete(KEY);
        return;
      }
      const again = { ...owed, runs: runs + 1 };
      values.put<OwedSpeech>(KEY, again);
      start(again);
    },
    wakeAtMs: () => (load() === undefined ? null : Date.now() + watchdogMs),
    isBusy: () => running !== null,
    erase() {
      values.delete(KEY);
      running?.abort();
      running = null;
    },
  };
}

/** Discord has not taken the message. */
function isClearNo(reply: WebhookReply): boolean {
  if (reply.kind === 'unavailable') return !reply.maybeDone;
  return reply.kind !== 'ok';
}
