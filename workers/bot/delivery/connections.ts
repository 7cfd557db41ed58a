/** What a delivery talks to, built from the Worker's bindings: the bff, Discord, the log. */
import { createLogger, type Logger } from '../../../shared/observe/log.ts';
import { continueTrace } from '../../../shared/observe/trace.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { DownloadDeps } from '../attachments/download.ts';
import type { BffAccess } from '../bff/access.ts';
import { botConfigOf } from '../config.ts';
import { createThreadOpener, type ThreadOpener } from '../discord/threads.ts';
import { createInteractionWebhook, type InteractionWebhook } from '../discord/webhook.ts';
import type { DeliveryEnv } from './env.ts';
import type { DeliveryJob, ReplyDeliveryRpc } from './job.ts';

export interface Connections {
  bff(): BffAccess;
  /** Reads files from Discord's CDN. */
  download(): DownloadDeps;
  webhook(job: Pick<DeliveryJob, 'token' | 'isPrivate'>): InteractionWebhook;
  /** Null: Libra has no token of its own. */
  openThread(): ThreadOpener | null;
  /** Whether people are told what is stored about them, at their first answer in a server. */
  tellsFirstUse(): boolean;
  /** The delivery of another interaction. */
  delivery(interactionId: string): ReplyDeliveryRpc;
  log(job: DeliveryJob): Logger;
}

/** The configuration is read when it is first needed: what is missing is then said in the log of that delivery. */
export function createConnections(env: DeliveryEnv): Connections {
  return {
    bff: () => ({
      fetch: (request: Request) => env.BFF.fetch(request),
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
    webhook({ token, isPrivate }) {
      const { discordApiBaseUrl, applicationId, version } = botConfigOf(env);
      return createInteractionWebhook({
        apiBaseUrl: discordApiBaseUrl,
        applicationId,
        token,
        version,
        isEphemeral: isPrivate === true,
        fetch: (request) => fetch(request),
      });
    },
    openThread() {
      const { discordApiBaseUrl: apiBaseUrl, botToken, version } = botConfigOf(env);
      if (botToken === undefined) return null;
      return createThreadOpener({ apiBaseUrl, botToken, version, fetch: (request) => fetch(request) });
    },
    tellsFirstUse: () => botConfigOf(env).tellsFirstUse,
    delivery: (interactionId) => env.REPLY_DELIVERY.getByName(interactionId),
    log: (job) =>
      createLogger({
        worker: 'bot',
        trace: continueTrace(job.traceparent),
        level: botConfigOf(env).logLevel,
        fields: { interactionId: job.interactionId },
      }),
  };
}
