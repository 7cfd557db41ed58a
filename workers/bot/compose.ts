/** Builds what a request works with from the Worker's bindings. */
import { createLogger } from '../../shared/observe/log.ts';
import { continueTrace, formatTraceparent } from '../../shared/observe/trace.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import { orAbort } from '../../shared/time/wait.ts';
import { type BffClient, createBffClient } from './bff/client.ts';
import { forgetReadings } from './bff/ingest.ts';
import type { BotConfig } from './config.ts';
import { createDeliveryDirectory, type DeliveryDirectory } from './delivery/directory.ts';
import type { ReplyDeliveryRpc } from './delivery/job.ts';
import type { BotEnv } from './env.ts';
import { createFreshCache } from './fresh-cache.ts';
import { createGate, type Gate } from './gate/gate.ts';
import { type BlockStore, createBlockStore } from './moderation/block-store.ts';
import { createMuteStore, type MuteStore } from './mute/store.ts';
import type { RemindersRpc } from './reminders/rpc.ts';
import type { Services } from './services.ts';
import { createProjectionMemory } from './settings/projection-memory.ts';
import { createTalkClient } from './talk/client.ts';

/** Of the isolate. */
const projectionMemory = createProjectionMemory(Date.now);

export type Caches = Pick<Services, 'offers' | 'personaNames' | 'documentNames' | 'memoryFacts'>;

export function createCaches(): Caches {
  return {
    offers: createFreshCache(Date.now),
    personaNames: createFreshCache(Date.now),
    documentNames: createFreshCache(Date.now),
    memoryFacts: createFreshCache(Date.now),
  };
}

export function createServices(
  env: Pick<
    BotEnv,
    'BFF' | 'DOCUMENTS' | 'VOICE' | 'REPLY_DELIVERY' | 'PERSON_ERASURE' | 'REMINDERS' | 'PUBLIC_LIMIT'
  >,
  config: BotConfig,
  traceparent: string | null,
  /** Of the isolate, where it has some. */
  caches: Caches = createCaches(),
): Services {
  const trace = continueTrace(traceparent);
  const log = createLogger({ worker: 'bot', trace, level: config.logLevel });
  const forwarded = formatTraceparent(trace);
  const now = Date.now;
  let gate: Gate | undefined;
  let directory: DeliveryDirectory | undefined;
  let mutes: MuteStore | undefined;
  let blocks: BlockStore | undefined;
  let bff: BffClient | undefined;
  return {
    now,
    isWithinPublicLimit: async (userId) => (await env.PUBLIC_LIMIT.limit({ key: userId })).success,
    costLimits: config.costLimits,
    ...caches,
    hasBotToken: config.botToken !== undefined,
    // Made when first asked for: /help needs none, and building clients costs more than answering it.
    get gate() {
      gate ??= createGate({
        ...config.redis,
        limits: config.costLimits,
        now,
        memory: projectionMemory,
        onFailure: () => log.warn('redis.unavailable', { operation: 'read' }),
      });
      return gate;
    },
    get directory() {
      directory ??= createDeliveryDirectory({
        ...config.redis,
        now,
        onFailure: (operation) => log.warn('redis.unavailable', { operation }),
      });
      return directory;
    },
    get mutes() {
      mutes ??= createMuteStore({
        ...config.redis,
        now,
        onFailure: (operation) => log.warn('redis.unavailable', { operation }),
      });
      return mutes;
    },
    get blocks() {
      blocks ??= createBlockStore({
        ...config.redis,
        now,
        onFailure: (operation) => log.warn('redis.unavailable', { operation }),
      });
      return blocks;
    },
    get bff() {
      bff ??= createBffClient({
        fetch: (request) => env.BFF.fetch(request),
        signer: createRequestSigner({ secret: config.sharedSecret, name: 'bot' }),
        traceparent: forwarded,
      });
      return bff;
    },
    async forgetReadings(ids) {
      const signer = createRequestSigner({ secret: config.sharedSecret, name: 'bot' });
      const access = { fetch: (request: Request) => env.DOCUMENTS.fetch(request), signer };
      if (!(await forgetReadings(ids, access, forwarded))) log.warn('documents.reading_kept');
    },
    personErasure: (userId) => {
      const stub = env.PERSON_ERASURE.getByName(userId);
      return { begin: (event) => orAbort(stub.begin(event), AbortSignal.timeout(RPC_TIMEOUT_MS)) };
    },
    reminders: (userId) => remindersWithin(env.REMINDERS.getByName(userId)),
    delivery: (interactionId) => withDeadline(env.REPLY_DELIVERY.getByName(interactionId)),
    applicationId: config.applicationId,
    talk:
      config.voiceUrl === undefined
        ? null
        : createTalkClient({
            fetch: (request) => env.VOICE.fetch(request),
            signer: createRequestSigner({ secret: config.sharedSecret, name: 'bot' }),
            traceparent: forwarded,
            pageUrl: config.voiceUrl,
          }),
    log,
    traceparent: forwarded,
    version: config.version,
  };
}

/** The runtime retries calls to an object by itself; Discord's 3 seconds do not wait for that. */
const RPC_TIMEOUT_MS = 1_800;
/** What is claimed is still to be carried out within the same 3 seconds. */
const CLAIM_TIMEOUT_MS = 600;
/** The bff erases within the same 3 seconds, afterwards. */
const ERASE_TIMEOUT_MS = 800;

/** Many are looked at, and then one is asked, within the same 3 seconds. */
const PEEK_TIMEOUT_MS = 700;

function withDeadline(stub: ReplyDeliveryRpc): ReplyDeliveryRpc {
  const inTime = <Value>(work: Promise<Value>) => orAbort(work, AbortSignal.timeout(RPC_TIMEOUT_MS));
  return {
    accept: (job) => inTime(stub.accept(job)),
    claim: (nowMs) => orAbort(stub.claim(nowMs), AbortSignal.timeout(CLAIM_TIMEOUT_MS)),
    stop: (press) => inTime(stub.stop(press)),
    follow: (action, job) => inTime(stub.follow(action, job)),
    erase: () => orAbort(stub.erase(), AbortSignal.timeout(ERASE_TIMEOUT_MS)),
    press: (wish, press) => inTime(stub.press(wish, press)),
    decide: (press, decision) => inTime(stub.decide(press, decision)),
    held: () => inTime(stub.held()),
    peek: () => orAbort(stub.peek(), AbortSignal.timeout(PEEK_TIMEOUT_MS)),
  };
}

function remindersWithin(stub: RemindersRpc): RemindersRpc {
  const inTime = <Value>(work: Promise<Value>) => orAbort(work, AbortSignal.timeout(RPC_TIMEOUT_MS));
  return {
    add: (userId, reminder) => inTime(stub.add(userId, reminder)),
    list: () => inTime(stub.list()),
    cancel: (id) => inTime(stub.cancel(id)),
    erase: () => orAbort(stub.erase(), AbortSignal.timeout(ERASE_TIMEOUT_MS)),
  };
}
