/** From a request to the page: who looks, in which language, and what is to be done. */
import { ADMIN_LOOK_PATH, type LookRequest } from '../../shared/contract/operator.ts';
import { HEALTH_PATH } from '../../shared/contract/routes.ts';
import { errorName } from '../../shared/observe/log.ts';
import { changeSomething } from './actions/change.ts';
import { signIn, signOut } from './actions/sign-in.ts';
import { EN } from './locale/en.ts';
import { KO } from './locale/ko.ts';
import { TABS, type Tab } from './locale/texts.ts';
import { type Page, type PageContext, page } from './page.ts';
import { showAlerts } from './pages/alerts.ts';
import { showBudgets } from './pages/budgets.ts';
import { showDocuments } from './pages/documents.ts';
import { showKeys } from './pages/keys.ts';
import { downloadLedger, showLedger } from './pages/ledger.ts';
import { streamLive } from './pages/live.ts';
import { showModeration } from './pages/moderation.ts';
import { showMoney } from './pages/money.ts';
import { showNow } from './pages/now.ts';
import { showServers } from './pages/servers.ts';
import { showSettings } from './pages/settings.ts';
import { showTraces } from './pages/traces.ts';
import { readForm } from './read-form.ts';
import { htmlResponse, redirect, styleResponse, textResponse } from './responses.ts';
import type { ConsoleServices } from './services.ts';
import { channelOf, formatLanguageCookie, readLanguageCookie, readSessionCookie } from './session/cookie.ts';
import { hashText, hashVisitor } from './session/hash.ts';
import { isOwnForm } from './session/origin.ts';
import type { Session } from './session/rpc.ts';
import type { Locale } from './view/format.ts';
import { renderPage, renderSignIn } from './view/layout.ts';
import { empty, failurePage } from './view/parts.ts';

const PAGES: Readonly<Record<Tab, (context: PageContext) => Promise<Page>>> = {
  now: showNow,
  money: showMoney,
  budgets: showBudgets,
  ledger: showLedger,
  keys: showKeys,
  servers: showServers,
  moderation: showModeration,
  documents: showDocuments,
  settings: showSettings,
  alerts: showAlerts,
  traces: showTraces,
};

export async function respond(request: Request, services: ConsoleServices): Promise<Response> {
  const url = new URL(request.url);
  const { pathname } = url;
  if (pathname === HEALTH_PATH) {
    return Response.json({ status: 'ok', version: services.config.version });
  }
  if (pathname === '/' || pathname === '/console' || pathname === '/console/')
    return redirect('/console/now');
  if (pathname === '/console/style.css') return styleResponse();
  if (!pathname.startsWith('/console/')) return textResponse('Not found', 404);

  const locale = localeOf(request);
  const t = locale === 'ko' ? KO : EN;
  if (pathname === '/console/language') return changeLanguage(url);
  const channel = channelOf(url);
  if (channel === null) return htmlResponse(renderSignIn({ locale, t }, t.signIn.insecure), 400);
  if (request.method === 'POST' && !isOwnForm(request)) {
    services.log.warn('form.of_another_page', { path: pathname });
    return htmlResponse(renderSignIn({ locale, t }, t.errors.stale), 403);
  }
  if (pathname === '/console/login') return signIn(request, { services, channel, locale, t });

  const token = readSessionCookie(channel, request.headers.get('cookie'));
  const session = token === null ? null : await findSession(request, services, token);
  if (token === null || session === null) {
    if (request.method !== 'POST') return redirect('/console/login');
    return htmlResponse(renderSignIn({ locale, t }, t.errors.stale), 401);
  }
  const context = contextOf(services, { url, locale, t, session });
  if (request.method === 'POST') return post(request, { services, channel, token, context });
  if (request.method !== 'GET' && request.method !== 'HEAD') return textResponse('Method not allowed', 405);
  if (pathname === '/console/log' && request.method === 'GET') {
    return showLive(context, async () => (await findSession(request, services, token)) !== null);
  }
  return show(context, services);
}

/** Nothing of a log is shown before the bff has said that who looks may. */
async function showLive(context: PageContext, isSignedIn: () => Promise<boolean>): Promise<Response> {
  const look: LookRequest = { page: 'traces' };
  const allowed = await context.ask(ADMIN_LOOK_PATH, look);
  if (!allowed.ok) return shownAs(context, 'traces', failurePage(context, allowed));
  const stream = streamLive(context, (body) => renderPage(context, 'traces', { body }), {
    logs: context.logs,
    isAllowed: async () => (await isSignedIn()) && (await context.ask(ADMIN_LOOK_PATH, look)).ok,
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  return htmlResponse(stream);
}

async function show(context: PageContext, services: ConsoleServices): Promise<Response> {
  const { url, t } = context;
  const name = url.pathname.slice('/console/'.length);
  if (name === 'ledger.csv') {
    const file = await downloadLedger(context);
    return file.ok ? file.value : shownAs(context, 'ledger', failurePage(context, file));
  }
  const tab = TABS.find((each) => each === name);
  if (tab === undefined) return shownAs(context, 'now', page(empty(t.errors.notFound), 404));
  try {
    return shownAs(context, tab, await PAGES[tab](context));
  } catch (error) {
    services.log.error('page.failed', { page: tab, error: errorName(error) });
    return shownAs(context, tab, failurePage(context, { ok: false, code: 'internal', detail: null }));
  }
}

export function shownAs(context: PageContext, tab: Tab, { body, status }: Page): Response {
  const done = context.url.searchParams.get('done');
  const texts: Readonly<Record<string, string>> = context.t.done;
  const text = done !== null && Object.hasOwn(texts, done) ? texts[done] : undefined;
  return htmlResponse(renderPage(context, tab, { body, done: text }), status);
}

async function post(
  request: Request,
  {
    services,
    channel,
    token,
    context,
  }: {
    services: ConsoleServices;
    channel: 'secure' | 'local';
    token: string;
    context: PageContext;
  },
): Promise<Response> {
  const form = await readForm(request, MAX_FORM_BYTES);
  if (form === null || form.get('form_token') !== context.session.formToken) {
    services.log.warn('form.without_token', { path: context.url.pathname });
    return shownAs(context, 'now', page(empty(context.t.errors.stale), 403));
  }
  const name = context.url.pathname.slice('/console/'.length);
  if (name === 'logout' || name === 'logout-all') {
    return signOut(services, { channel, token, session: context.session, everywhere: name === 'logout-all' });
  }
  return changeSomething(name, form, context);
}

/** A catalogue twice, as it is and as it was, set out in lines and escaped: up to ten times its own length each. */
const MAX_FORM_BYTES = 2_097_152;

async function findSession(
  request: Request,
  { sessions }: ConsoleServices,
  token: string,
): Promise<Session | null> {
  return sessions.find({ tokenHash: await hashText(token), agentHash: await hashVisitor(request) });
}

function contextOf(
  { bff, logs }: ConsoleServices,
  shown: Pick<PageContext, 'url' | 'locale' | 't' | 'session'>,
): PageContext {
  const { id } = shown.session.operator;
  return {
    ...shown,
    ask: (path, ask) => bff.ask(id, path, ask),
    askFile: (path, ask) => bff.fetch(id, path, ask),
    logs,
  };
}

function localeOf({ headers }: Request): Locale {
  const chosen = readLanguageCookie(headers.get('cookie'));
  if (chosen === 'en' || chosen === 'ko') return chosen;
  const wanted = (headers.get('accept-language') ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim().slice(0, 2));
  return wanted.find((each) => each === 'en' || each === 'ko') === 'ko' ? 'ko' : 'en';
}

function changeLanguage(url: URL): Response {
  const to = url.searchParams.get('to') === 'ko' ? 'ko' : 'en';
  const back = url.searchParams.get('back') ?? '';
  // A path of ours and nothing else: the link must not lead elsewhere.
  const response = redirect(/^\/console\/[\w/?=&.%+*~-]*$/.test(back) ? back : '/console/now');
  response.headers.append('set-cookie', formatLanguageCookie(to));
  return response;
}
