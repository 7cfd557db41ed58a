/** Builds what a request works with from the Worker's bindings. */
import { createLogger, type Logger } from '../../shared/observe/log.ts';
import { continueTrace, formatTraceparent, type Trace } from '../../shared/observe/trace.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import { orAbort } from '../../shared/time/wait.ts';
import { type BffClient, createBffClient } from './bff/client.ts';
import { forgetReadings } from './bff/ingest.ts';
import type { BotConfig } from './config.ts';
import { createDeliveryDirectory, type DeliveryDirectory } from './delivery/directory.ts';
import type { ReplyDeliveryRpc } from './delivery/job.ts';
import type { BotEnv } from './env.ts';
import { createFreshCache } from './fresh-cache.ts';
import type { Gate } from './gate/gate.ts';
import { forgettingPasses, gateFor, passes, seenLimits } from './gate/isolate.ts';
import { within } from './gate/passes.ts';
import { type BlockStore, createBlockStore } from './moderation/block-store.ts';
import { createMuteStore, type MuteStore } from './mute/store.ts';
import type { PersonErasureRpc } from './privacy/due-erasure.ts';
import type { RemindersRpc } from './reminders/rpc.ts';
import type { Services } from './services.ts';
import { createTalkClient, type TalkClient } from './talk/client.ts';

export type Caches = Pick<Services, 'offers' | 'personaNames' | 'documentNames' | 'memoryFacts'>;

export function createCaches(): Caches {
  return {
    offers: createFreshCache(Date.now),
    personaNames: createFreshCache(Date.now),
    documentNames: createFreshCache(Date.now),
    memoryFacts: createFreshCache(Date.now),
  };
}

type Bindings = Pick<
  BotEnv,
  'BFF' | 'DOCUMENTS' | 'VOICE' | 'REPLY_DELIVERY' | 'PERSON_ERASURE' | 'REMINDERS' | 'PUBLIC_LIMIT'
>;

export function createServices(
  env: Bindings,
  config: BotConfig,
  traceparent: string | null,
  /** Of the isolate, where it has some. */
  caches: Caches = createCaches(),
): Services {
  return new RequestServices(env, config, continueTrace(traceparent), caches);
}

/**
 * Clients are made when first asked for: /help needs none, and building them costs more than answering it. A class, because an
 * object literal with getters gets a hidden class of its own each time, which is kept until the next full collection.
 */
class RequestServices implements Services {
  readonly now = Date.now;
  readonly log: Logger;
  readonly traceparent: string;
  readonly offers: Caches['offers'];
  readonly personaNames: Caches['personaNames'];
  readonly documentNames: Caches['documentNames'];
  readonly memoryFacts: Caches['memoryFacts'];
  readonly #env: Bindings;
  readonly #config: BotConfig;
  #gate: Gate | undefined;
  #directory: DeliveryDirectory | undefined;
  #mutes: MuteStore | undefined;
  #blocks: BlockStore | undefined;
  #bff: BffClient | undefined;
  #talk: TalkClient | undefined;

  // Bound, since they are handed on one by one.
  readonly isWithinPublicLimit = async (userId: string) =>
    (await this.#env.PUBLIC_LIMIT.limit({ key: userId })).success;
  readonly delivery = (interactionId: string) =>
    withDeadline(this.#env.REPLY_DELIVERY.getByName(interactionId));
  readonly reminders = (userId: string) => remindersWithin(this.#env.REMINDERS.getByName(userId));
  readonly personErasure = (userId: string) => erasureWithin(this.#env.PERSON_ERASURE.getByName(userId));
  readonly forgetReadings = async (ids: readonly string[]) => {
    const access = {
      fetch: (request: Request) => this.#env.DOCUMENTS.fetch(request),
      signer: this.#createSigner(),
    };
    if (!(await forgetReadings(ids, access, this.traceparent))) this.log.warn('documents.reading_kept');
  };

  constructor(env: Bindings, config: BotConfig, trace: Trace, caches: Caches) {
    this.#env = env;
    this.#config = config;
    this.log = createLogger({ worker: 'bot', trace, level: config.logLevel });
    this.traceparent = formatTraceparent(trace);
    this.offers = caches.offers;
    this.personaNames = caches.personaNames;
    this.documentNames = caches.documentNames;
    this.memoryFacts = caches.memoryFacts;
  }

  get costLimits() {
    return seenLimits.limits ?? this.#config.costLimits;
  }

  get hasBotToken() {
    return this.#config.botToken !== undefined;
  }

  get applicationId() {
    return this.#config.applicationId;
  }

  get version() {
    return this.#config.version;
  }

  get gate() {
    this.#gate ??= gateFor(this.#config, () => this.#warnOfRedis('read'));
    return this.#gate;
  }

  get directory() {
    this.#directory ??= createDeliveryDirectory(this.#redis);
    return this.#directory;
  }

  get mutes() {
    this.#mutes ??= createMuteStore({ ...this.#redis, onWrite: (place) => passes.forget(within(place)) });
    return this.#mutes;
  }

  get blocks() {
    this.#blocks ??= createBlockStore({
      ...this.#redis,
      onWrite: ({ userId }) => passes.forget((caller) => caller.user_id === userId),
    });
    return this.#blocks;
  }

  get bff() {
    this.#bff ??= forgettingPasses(
      createBffClient({
        fetch: (request) => this.#env.BFF.fetch(request),
        signer: this.#createSigner(),
        traceparent: this.traceparent,
      }),
    );
    return this.#bff;
  }

  get talk() {
    const { voiceUrl } = this.#config;
    if (voiceUrl === undefined) return null;
    this.#talk ??= createTalkClient({
      fetch: (request) => this.#env.VOICE.fetch(request),
      signer: this.#createSigner(),
      traceparent: this.traceparent,
      pageUrl: voiceUrl,
    });
    return this.#talk;
  }

  get #redis() {
    return {
      ...this.#config.redis,
      now: this.now,
      onFailure: (operation: string) => this.#warnOfRedis(operation),
    };
  }

  #warnOfRedis(operation: string): void {
    this.log.warn('redis.unavailable', { operation });
  }

  #createSigner() {
    return createRequestSigner({ secret: this.#config.sharedSecret, name: 'bot' });
  }
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

function erasureWithin(stub: PersonErasureRpc): PersonErasureRpc {
  return { begin: (event) => orAbort(stub.begin(event), AbortSignal.timeout(RPC_TIMEOUT_MS)) };
}
