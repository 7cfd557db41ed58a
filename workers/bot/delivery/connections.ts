/** What a delivery talks to, built from the Worker's bindings: the bff, Discord, the log. */
import { ACTION_RUN_PATH, type ActionRunRequest } from '../../../shared/contract/actions.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { createLogger, type Logger } from '../../../shared/observe/log.ts';
import { continueTrace } from '../../../shared/observe/trace.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { ActionCall } from '../actions/carry-out.ts';
import type { DownloadDeps } from '../attachments/download.ts';
import type { BffAccess } from '../bff/access.ts';
import { type BffReply, createBffCall } from '../bff/call.ts';
import { botConfigOf } from '../config.ts';
import { createThreads, type Threads } from '../discord/threads.ts';
import { createInteractionWebhook, type InteractionWebhook } from '../discord/webhook.ts';
import type { Gate } from '../gate/gate.ts';
import { gateFor, passes } from '../gate/isolate.ts';
import type { RemindersRpc } from '../reminders/rpc.ts';
import type { DeliveryEnv } from './env.ts';
import type { DeliveryJob, ReplyDeliveryRpc } from './job.ts';

export interface Connections {
  bff(): BffAccess;
  /** The Worker that reads documents. */
  documents(): BffAccess;
  /** Reads files from Discord's CDN. */
  download(): DownloadDeps;
  webhook(job: Pick<DeliveryJob, 'token' | 'isPrivate' | 'home'>): InteractionWebhook;
  /** Looks at a question that was let through from memory. */
  gate(job: Pick<DeliveryJob, 'interactionId' | 'traceparent'>): Gate;
  /** What this person asks next is looked at by the gate, as far as this isolate gets it. */
  forgetPass(caller: Pick<Caller, 'user_id'>): void;
  /** Null: Libra has no token of its own. */
  threads(): Threads | null;
  /** Whether people are told what is stored about them, at their first answer in a server. */
  tellsFirstUse(): boolean;
  /** The delivery of another interaction. */
  delivery(interactionId: string): ReplyDeliveryRpc;
  /** The reminders of this person, whether or not any can be posted. */
  allReminders(userId: string): RemindersRpc;
  /** The same, to add to; null: Libra has no token of its own to post them with. */
  reminders(userId: string): RemindersRpc | null;
  /** An approved action of the bff's. */
  runAction(traceparent: string, call: ActionCall): Promise<BffReply<unknown>>;
  log(job: Pick<DeliveryJob, 'interactionId' | 'traceparent'>): Logger;
}

/** The bff gives a tool 20 seconds. */
const RUN_TIMEOUT_MS = 25_000;

/** The configuration is read when it is first needed: what is missing is then said in the log of that delivery. */
export function createConnections(env: DeliveryEnv): Connections {
  const connections: Connections = {
    bff: () => ({
      fetch: (request: Request) => env.BFF.fetch(request),
      signer: createRequestSigner({ secret: botConfigOf(env).sharedSecret, name: 'bot' }),
    }),
    documents: () => ({
      fetch: (request: Request) => env.DOCUMENTS.fetch(request),
      signer: createRequestSigner({ secret: botConfigOf(env).sharedSecret, name: 'bot' }),
    }),
    download() {
      const { discordCdnOrigin: localOrigin } = botConfigOf(env);
      return {
        fetch: (url, init) => fetch(url, init),
        now: Date.now,
        sleep,
        ...(localOrigin === undefined ? {} : { localOrigin }),
      };
    },
    webhook({ token, isPrivate, home }) {
      const { discordApiBaseUrl, applicationId, version } = botConfigOf(env);
      return createInteractionWebhook({
        apiBaseUrl: discordApiBaseUrl,
        applicationId,
        token,
        version,
        isEphemeral: isPrivate === true,
        ...(home === undefined ? {} : { home }),
        fetch: (request) => fetch(request),
      });
    },
    gate: (job) =>
      gateFor(botConfigOf(env), () => connections.log(job).warn('redis.unavailable', { operation: 'read' })),
    forgetPass: ({ user_id: userId }) => passes.forget((caller) => caller.user_id === userId),
    threads() {
      const { discordApiBaseUrl: apiBaseUrl, botToken, version } = botConfigOf(env);
      if (botToken === undefined) return null;
      return createThreads({ apiBaseUrl, botToken, version, fetch: (request) => fetch(request) });
    },
    tellsFirstUse: () => botConfigOf(env).tellsFirstUse,
    delivery: (interactionId) => env.REPLY_DELIVERY.getByName(interactionId),
    allReminders: (userId) => env.REMINDERS.getByName(userId),
    reminders: (userId) => (botConfigOf(env).botToken === undefined ? null : env.REMINDERS.getByName(userId)),
    runAction(traceparent, { proposed: { tool, args }, caller, key }) {
      const call = createBffCall({ ...connections.bff(), traceparent });
      const request = { libra: { caller }, idempotency_key: key, tool, args } satisfies ActionRunRequest;
      return call<unknown>(ACTION_RUN_PATH, request, RUN_TIMEOUT_MS);
    },
    log: (job) =>
      createLogger({
        worker: 'bot',
        trace: continueTrace(job.traceparent),
        level: botConfigOf(env).logLevel,
        fields: { interactionId: job.interactionId },
      }),
  };
  return connections;
}
