/** Composition: what one request works with. Everything that lives as long as the isolate is made once, here. */

import { withOperatorValues } from '../../shared/config/operator-variables.ts';
import { VariablesError } from '../../shared/config/variables.ts';
import { OPERATOR_SETTINGS_HEADER, TRACEPARENT_HEADER } from '../../shared/contract/routes.ts';
import { createUploadGate, type UploadGate } from '../../shared/http/upload-gate.ts';
import { MAX_HELD_FORM_BYTES } from '../../shared/limits.ts';
import { createLogger, errorName, type Logger } from '../../shared/observe/log.ts';
import { createPressureWatch, type PressureWatch } from '../../shared/observe/pressure.ts';
import { createRefusalLog, type RefusalLog } from '../../shared/observe/refusals.ts';
import { createSpans, type EnterSpan, type Spans } from '../../shared/observe/spans.ts';
import { continueTrace, type Trace } from '../../shared/observe/trace.ts';
import { createNonceBook, type NonceBook } from '../../shared/signing/nonce-book.ts';
import { createRequestSigner, type RequestSigner } from '../../shared/signing/sign.ts';
import { createRequestVerifier, type RequestVerifier } from '../../shared/signing/verify.ts';
import { type ApiKeyDirectory, createApiKeyDirectory } from './access/api-key-directory.ts';
import type { ApiKeyRecord } from './access/api-keys.ts';
import { type Bindings, type Config, readConfig } from './config.ts';
import type { KnownReferences } from './knowledge/known-references.ts';
import { createUnpricedModels, type UnpricedModels } from './ledger/unpriced.ts';
import { createKeyUse, type KeyUse } from './limits/key-use.ts';
import { createLearnedEstimates, type LearnedEstimates } from './limits/learned.ts';
import type { FactCentres } from './memory/centre.ts';
import { readNewest, type StoredSettings } from './operator/settings.ts';
import type { KnownServer, PersonScope } from './settings/scopes.ts';
import { createSettingsCache, type SettingsCache } from './settings/settings-cache.ts';
import { type Database, openDatabase } from './store/database.ts';
import { createListCache, type ListCache } from './tools/mcp/list-cache.ts';

/** Lives as long as the isolate. */
interface Shared {
  config: Config;
  verifier: RequestVerifier;
  /** Of what the documents Worker has read. */
  readerVerifier: RequestVerifier;
  /** Of what operators do in the console. */
  consoleVerifier: RequestVerifier;
  signer: RequestSigner;
  nonces: NonceBook;
  uploads: UploadGate;
  /** Of forms with recordings, while they arrive and while they wait for their answer. */
  recordings: UploadGate;
  refusals: RefusalLog;
  apiKeys: ApiKeyDirectory<ApiKeyRecord>;
  keyUse: KeyUse;
  /** By `<guild>:<channel>`. */
  settings: SettingsCache<KnownServer>;
  /** By the user's id. */
  personSettings: SettingsCache<PersonScope>;
  pressure: PressureWatch;
  unpriced: UnpricedModels;
  estimates: LearnedEstimates;
  mcpLists: ListCache;
  factCentres: FactCentres;
  knownReferences: KnownReferences;
}

/** Lives as long as one request. */
export interface Services extends Shared {
  /** As the Worker was given it. */
  env: Bindings;
  /** Of what operators have set, as this isolate knows it. */
  operatorVersion: number;
  keepOperatorSettings: (newest: StoredSettings) => void;
  log: Logger;
  trace: Trace;
  /** The stages of this request. */
  spans: Spans;
  now: () => number;
  openDatabase: (deadlineMs: number) => Database;
  waitUntil: (work: Promise<unknown>) => void;
}

/** Signatures live ten minutes at most, so this is 33 signed requests a second for one isolate. About 2 MB. */
const MAX_NONCES = 20_000;

/** An isolate that asks again only when nothing else has told it: for so long it goes by what it knows. */
const SETTINGS_FRESH_MS = 60_000;
const SETTINGS_DEADLINE_MS = 1_000;

let shared:
  | {
      env: Bindings;
      made: Shared | VariablesError;
      /** What operators have set; null: not known yet. */
      stored: StoredSettings | null;
      askedAtMs: number;
    }
  | undefined;

/**
 * What operators have set is known before an isolate's first request is answered, or the limits of the environment would hold for
 * it. After that the query of a person's turn brings what is new; an API client's request makes it asked for, at most once a minute.
 * While the database is out, what was known holds.
 */
export async function learnOperatorSettings(
  env: Bindings,
  { isSigned, waitUntil }: { isSigned: boolean; waitUntil: (work: Promise<unknown>) => void },
): Promise<void> {
  const isolate = sharedOf(env);
  const { made, stored, askedAtMs } = isolate;
  if (made instanceof VariablesError) return;
  const isDue = Date.now() - askedAtMs >= SETTINGS_FRESH_MS;
  if (!isDue || (stored !== null && isSigned)) return;
  isolate.askedAtMs = Date.now();
  const asked = readNewest(openDatabase(made.config.database, SETTINGS_DEADLINE_MS)).then(
    (newest) => keepOperatorSettings(env, newest),
    // Without the database hardly anything is answered; the next request asks again.
    () => {
      isolate.askedAtMs = 0;
    },
  );
  if (stored === null) await asked;
  else waitUntil(asked);
}

/** Requests under way go on with what they have. */
export function keepOperatorSettings(env: Bindings, newest: StoredSettings): void {
  const isolate = sharedOf(env);
  if (isolate.made instanceof VariablesError) return;
  if (newest.version <= (isolate.stored?.version ?? -1)) return;
  isolate.stored = newest;
  try {
    isolate.made = { ...isolate.made, config: readConfig(withOperatorValues(env, newest.values)) };
  } catch (error) {
    // They were right when they were stored: the environment has changed since.
    const problems = error instanceof VariablesError ? error.problems.join('; ') : errorName(error);
    createLogger({ worker: 'bff' }).error('operator_settings.refused', { version: newest.version, problems });
  }
}

/** So that llm learns which version of the operators' settings holds. */
function withHeader(signer: RequestSigner, name: string, value: string): RequestSigner {
  return { sign: (url, init) => signer.sign(url, { ...init, headers: { ...init.headers, [name]: value } }) };
}

/** Null when the configuration is wrong, which has then been logged. */
export function createServices(
  env: Bindings,
  request: { headers: Headers } | null,
  waitUntil: (work: Promise<unknown>) => void,
  enterSpan?: EnterSpan,
): Services | null {
  const trace = continueTrace(request?.headers.get(TRACEPARENT_HEADER));
  const { made, stored } = sharedOf(env);
  if (made instanceof VariablesError) {
    createLogger({ worker: 'bff', trace }).error('config.invalid', { problems: made.problems.join('; ') });
    return null;
  }
  const log = createLogger({ worker: 'bff', trace, level: made.config.logLevel });
  const version = stored?.version ?? 0;
  return {
    ...made,
    env,
    signer: withHeader(made.signer, OPERATOR_SETTINGS_HEADER, String(version)),
    operatorVersion: version,
    keepOperatorSettings: (newest) => keepOperatorSettings(env, newest),
    log,
    trace,
    spans: createSpans(Date.now, enterSpan),
    now: Date.now,
    openDatabase: (deadlineMs) => openDatabase(made.config.database, deadlineMs),
    waitUntil: (work) =>
      waitUntil(work.catch((error) => log.error('background.failed', { error: errorName(error) }))),
  };
}

/** Null when it is wrong. */
export function findConfig(env: Bindings): Config | null {
  const { made } = sharedOf(env);
  return made instanceof VariablesError ? null : made.config;
}

function sharedOf(env: Bindings) {
  if (shared?.env !== env) shared = { env, made: makeShared(env), stored: null, askedAtMs: 0 };
  return shared;
}

function makeShared(env: Bindings): Shared | VariablesError {
  try {
    const config = readConfig(env);
    return {
      config,
      verifier: createRequestVerifier({ secrets: config.sharedSecrets, accept: ['bot', 'voice'] }),
      readerVerifier: createRequestVerifier({ secrets: config.sharedSecrets, accept: 'documents' }),
      consoleVerifier: createRequestVerifier({ secrets: config.sharedSecrets, accept: 'console' }),
      signer: createRequestSigner({ secret: config.sharedSecrets[0], name: 'bff' }),
      nonces: createNonceBook(MAX_NONCES),
      uploads: createUploadGate(),
      recordings: createUploadGate({ maxSharedBytes: MAX_HELD_FORM_BYTES }),
      refusals: createRefusalLog(Date.now),
      apiKeys: createApiKeyDirectory(),
      keyUse: createKeyUse(Date.now),
      settings: createSettingsCache(Date.now),
      personSettings: createSettingsCache(Date.now),
      pressure: createPressureWatch(Date.now),
      unpriced: createUnpricedModels(),
      estimates: createLearnedEstimates(),
      mcpLists: createListCache(Date.now),
      factCentres: { known: null },
      knownReferences: { stored: new Set(), asked: new Map() },
    };
  } catch (error) {
    if (error instanceof VariablesError) return error;
    throw error;
  }
}
