/** The bff Worker: product policy and data. authenticate → prepare (settings, guard ∥ history) → rounds → finish. */
import * as platform from 'cloudflare:workers';
import { type Context, Hono } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { ACTION_RUN_PATH } from '../../shared/contract/actions.ts';
import { CHOOSE_PATH, RATE_PATH } from '../../shared/contract/answers.ts';
import { CIRCUITS_PATH } from '../../shared/contract/circuits.ts';
import { FORGET_PATH, HISTORY_PATH } from '../../shared/contract/conversations.ts';
import {
  DOCUMENTS_ADD_PATH,
  DOCUMENTS_LIST_PATH,
  DOCUMENTS_PASSAGE_PATH,
  DOCUMENTS_REINDEX_PATH,
  DOCUMENTS_REMOVE_PATH,
  OPERATOR_DOCUMENTS_PATH,
  READING_ANEW_PATH,
  READING_BEGIN_PATH,
  READING_CHUNKS_PATH,
  READING_END_PATH,
} from '../../shared/contract/documents.ts';
import {
  MEMORY_CHOOSE_PATH,
  MEMORY_FORGET_PATH,
  MEMORY_SAVE_PATH,
  MEMORY_SHOW_PATH,
} from '../../shared/contract/memory.ts';
import { MODERATION_LOG_PATH } from '../../shared/contract/moderation.ts';
import { OFFERED_MODELS_PATH } from '../../shared/contract/offered-models.ts';
import { METRICS_PATH } from '../../shared/contract/operator.ts';
import {
  PERSONAS_LIST_PATH,
  PERSONAS_REMOVE_PATH,
  PERSONAS_SAVE_PATH,
} from '../../shared/contract/personas.ts';
import {
  PRIVACY_ERASE_PATH,
  PRIVACY_EXPORT_PATH,
  PRIVACY_REMEMBER_PATH,
  PRIVACY_SUMMARY_PATH,
} from '../../shared/contract/privacy.ts';
import {
  HEALTH_PATH,
  MODELS_PATH,
  REQUEST_ID_HEADER,
  RESET_PATH,
  RESPONSES_PATH,
  SETTINGS_AUDIT_PATH,
  SETTINGS_CHANGE_PATH,
  SETTINGS_EXPORT_PATH,
  SETTINGS_IMPORT_PATH,
  SETTINGS_READ_PATH,
  STATUS_PATH,
  TRACEPARENT_HEADER,
} from '../../shared/contract/routes.ts';
import { TOOLS_PATH } from '../../shared/contract/tools.ts';
import { SPEAK_PATH, TRANSCRIBE_PATH } from '../../shared/contract/voice-messages.ts';
import { withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { logCrash } from '../../shared/observe/crash.ts';
import { createLogger } from '../../shared/observe/log.ts';
import type { EnterSpan } from '../../shared/observe/spans.ts';
import { continueTrace } from '../../shared/observe/trace.ts';
import type { Bindings } from './config.ts';
import { canonicalPath } from './http/canonical-path.ts';
import { answerOptions, corsHeaders } from './http/cors.ts';
import { runJobs } from './jobs.ts';
import { MemoryPause } from './memory/pause-object.ts';
import { errorResponse, jsonResponse } from './reply.ts';
import { handleMetrics } from './routes/admin/metrics.ts';
import { ADMIN_ROUTES } from './routes/admin/routes.ts';
import { handleChat } from './routes/chat.ts';
import { handleChoose } from './routes/choose.ts';
import { handleCircuits } from './routes/circuits.ts';
import {
  handleDocumentAdd,
  handleDocumentReindex,
  handleDocumentRemove,
  handleDocumentsList,
  handlePassage,
} from './routes/documents/documents.ts';
import { handleOperatorAdd, handleOperatorList, handleOperatorRemove } from './routes/documents/operator.ts';
import {
  handleReadingAnew,
  handleReadingBegin,
  handleReadingChunks,
  handleReadingEnd,
} from './routes/documents/reading.ts';
import { handleEmbeddings } from './routes/embeddings.ts';
import { handleForget } from './routes/forget.ts';
import { handleHistory } from './routes/history.ts';
import { handleMemoryChoose } from './routes/memory/choose.ts';
import { handleMemoryForget } from './routes/memory/forget.ts';
import { handleMemorySave } from './routes/memory/save.ts';
import { handleMemoryShow } from './routes/memory/show.ts';
import { handleModel, handleModels } from './routes/models.ts';
import { handleModerationLog } from './routes/moderation-log.ts';
import { handleModerations } from './routes/moderations.ts';
import { handleOfferedModels } from './routes/offered-models.ts';
import { handlePersonaRemove, handlePersonaSave, handlePersonasList } from './routes/personas.ts';
import { handlePrivacyErase } from './routes/privacy/erase.ts';
import { handlePrivacyExport } from './routes/privacy/export.ts';
import { handlePrivacyRemember } from './routes/privacy/remember.ts';
import { handlePrivacySummary } from './routes/privacy/summary.ts';
import { handleRate } from './routes/rate.ts';
import { handleReset } from './routes/reset.ts';
import { handleResponses } from './routes/responses.ts';
import { handleRunAction } from './routes/run-action.ts';
import { handleSettingsAudit } from './routes/settings/audit.ts';
import { handleSettingsChange } from './routes/settings/change.ts';
import { handleSettingsExport } from './routes/settings/export.ts';
import { handleSettingsImport } from './routes/settings/import.ts';
import { handleSettingsRead } from './routes/settings/read.ts';
import { handleSpeech } from './routes/speech.ts';
import { handleStatus } from './routes/status.ts';
import { handleTools } from './routes/tools.ts';
import { handleTranscriptions, handleTranslations } from './routes/transcriptions.ts';
import { handleSpeak } from './routes/voice-messages/speak.ts';
import { handleTranscribe } from './routes/voice-messages/transcribe.ts';
import { createServices, findConfig, learnOperatorSettings, type Services } from './services.ts';

type Env = { Bindings: Bindings };

/**
 * Hono's usual router makes one regular expression of all routes at the first request, which takes 6 ms; this one takes less than
 * 1 µs more of each request.
 */
const app = new Hono<Env>({ router: new TrieRouter(), getPath: ({ url }) => canonicalPath(url) });

type Handler = (request: Request, services: Services) => Promise<Response>;

const POSTS: [path: string, handler: Handler][] = [
  [CHAT_COMPLETIONS_PATH, handleChat],
  [RESPONSES_PATH, handleResponses],
  ['/v1/embeddings', handleEmbeddings],
  ['/v1/moderations', handleModerations],
  ['/v1/audio/speech', handleSpeech],
  ['/v1/audio/transcriptions', handleTranscriptions],
  ['/v1/audio/translations', handleTranslations],
  [RESET_PATH, handleReset],
  [FORGET_PATH, handleForget],
  [RATE_PATH, handleRate],
  [CHOOSE_PATH, handleChoose],
  [ACTION_RUN_PATH, handleRunAction],
  [HISTORY_PATH, handleHistory],
  [STATUS_PATH, handleStatus],
  [OFFERED_MODELS_PATH, handleOfferedModels],
  [PERSONAS_LIST_PATH, handlePersonasList],
  [PERSONAS_SAVE_PATH, handlePersonaSave],
  [PERSONAS_REMOVE_PATH, handlePersonaRemove],
  [DOCUMENTS_ADD_PATH, handleDocumentAdd],
  [DOCUMENTS_LIST_PATH, handleDocumentsList],
  [DOCUMENTS_REMOVE_PATH, handleDocumentRemove],
  [DOCUMENTS_REINDEX_PATH, handleDocumentReindex],
  [DOCUMENTS_PASSAGE_PATH, handlePassage],
  [READING_BEGIN_PATH, handleReadingBegin],
  [READING_CHUNKS_PATH, handleReadingChunks],
  [READING_ANEW_PATH, handleReadingAnew],
  [READING_END_PATH, handleReadingEnd],
  [CIRCUITS_PATH, handleCircuits],
  [MODERATION_LOG_PATH, handleModerationLog],
  [PRIVACY_SUMMARY_PATH, handlePrivacySummary],
  [PRIVACY_EXPORT_PATH, handlePrivacyExport],
  [PRIVACY_ERASE_PATH, handlePrivacyErase],
  [PRIVACY_REMEMBER_PATH, handlePrivacyRemember],
  [MEMORY_SHOW_PATH, handleMemoryShow],
  [MEMORY_CHOOSE_PATH, handleMemoryChoose],
  [MEMORY_SAVE_PATH, handleMemorySave],
  [MEMORY_FORGET_PATH, handleMemoryForget],
  [SETTINGS_READ_PATH, handleSettingsRead],
  [SETTINGS_CHANGE_PATH, handleSettingsChange],
  [SETTINGS_EXPORT_PATH, handleSettingsExport],
  [SETTINGS_IMPORT_PATH, handleSettingsImport],
  [SETTINGS_AUDIT_PATH, handleSettingsAudit],
  [TOOLS_PATH, handleTools],
  [TRANSCRIBE_PATH, handleTranscribe],
  [SPEAK_PATH, handleSpeak],
  ...ADMIN_ROUTES,
];

for (const [path, handler] of POSTS) {
  app.post(path, serve(handler));
  app.all(path, () => errorResponse({ code: 'method_not_allowed' }, { allow: 'POST' }));
}
app.get(
  HEALTH_PATH,
  serve(async (_request, { config }) => jsonResponse({ status: 'ok', version: config.version })),
);
/** Names of models may hold slashes. */
const MODEL_PATH = `${MODELS_PATH}/:id{.+}`;
app.get(MODELS_PATH, serve(handleModels));
app.get(METRICS_PATH, serve(handleMetrics));
app.get(MODEL_PATH, serve(handleModel));
for (const path of [HEALTH_PATH, MODELS_PATH, MODEL_PATH, METRICS_PATH]) {
  app.all(path, () => errorResponse({ code: 'method_not_allowed' }, { allow: 'GET, HEAD' }));
}
app.post(OPERATOR_DOCUMENTS_PATH, serve(handleOperatorAdd));
app.get(OPERATOR_DOCUMENTS_PATH, serve(handleOperatorList));
app.all(OPERATOR_DOCUMENTS_PATH, () =>
  errorResponse({ code: 'method_not_allowed' }, { allow: 'GET, HEAD, POST' }),
);
app.delete(`${OPERATOR_DOCUMENTS_PATH}/:id`, serve(handleOperatorRemove));
app.notFound(() => errorResponse({ code: 'not_found' }));
app.onError((error, { req }) => {
  const trace = continueTrace(req.header(TRACEPARENT_HEADER));
  logCrash(createLogger({ worker: 'bff', trace }), error);
  return errorResponse({ code: 'internal' }, { [REQUEST_ID_HEADER]: trace.traceId });
});

/** A runtime without spans of its own gives none. */
const { tracing } = platform as { tracing?: { enterSpan: EnterSpan } };
const ENTER_SPAN: EnterSpan | undefined =
  tracing === undefined ? undefined : (name, work) => tracing.enterSpan(`libra.${name}`, work);

function serve(handle: Handler) {
  return async (context: Context<Env>): Promise<Response> => {
    const { env, executionCtx } = context;
    await learnOperatorSettings(env, {
      isSigned: context.req.raw.headers.has('signature-input'),
      waitUntil: (work) => executionCtx.waitUntil(work),
    });
    const services = createServices(env, context.req.raw, (work) => executionCtx.waitUntil(work), ENTER_SPAN);
    if (services === null) return errorResponse({ code: 'internal' });
    const response = await handle(context.req.raw, services);
    response.headers.set(REQUEST_ID_HEADER, services.trace.traceId);
    return response;
  };
}

/** What every response has, also one that no route made: a request id, how long it took, and what a page may read. */
async function respond(request: Request, env: Bindings, ctx: ExecutionContext): Promise<Response> {
  const startedAtMs = Date.now();
  const origins = findConfig(env)?.apiCorsOrigins ?? [];
  const response =
    request.method === 'OPTIONS' ? answerOptions(request, origins) : await app.fetch(request, env, ctx);
  const { headers } = response;
  if (!headers.has(REQUEST_ID_HEADER)) {
    headers.set(REQUEST_ID_HEADER, continueTrace(request.headers.get(TRACEPARENT_HEADER)).traceId);
  }
  headers.set('openai-processing-ms', String(Date.now() - startedAtMs));
  const cors = corsHeaders(request.headers.get('origin'), origins) ?? {};
  for (const [name, value] of Object.entries(cors)) headers.set(name, value);
  return response;
}

async function runScheduled(cron: string, env: Bindings, ctx: ExecutionContext): Promise<void> {
  const waitUntil = (work: Promise<unknown>) => ctx.waitUntil(work);
  // What operators have set holds for these, too.
  await learnOperatorSettings(env, { isSigned: false, waitUntil });
  const services = createServices(env, null, waitUntil);
  if (services !== null) await runJobs(cron, services);
}

// The runtime looks for the Durable Object's class here.
export { MemoryPause };

export default {
  fetch: async (request, env, ctx) => withSecurityHeaders(await respond(request, env, ctx)),
  scheduled: ({ cron }, env, ctx) => runScheduled(cron, env, ctx),
} satisfies ExportedHandler<Bindings>;
