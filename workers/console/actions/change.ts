/** What a form of the console changes. Each is asked of the bff, which knows the rights of whose session it is. */
import {
  ADMIN_CIRCUIT_PATH,
  ADMIN_KEY_CHANGE_PATH,
  ADMIN_KEY_CREATE_PATH,
  ADMIN_KEY_REVOKE_PATH,
  ADMIN_KEY_ROTATE_PATH,
  ADMIN_SESSION_PATH,
  ADMIN_SETTINGS_CHANGE_PATH,
  ADMIN_SETTINGS_UNDO_PATH,
  ADMIN_UNBLOCK_PATH,
  type KeySecret,
  type OperatorIdentity,
} from '../../../shared/contract/operator.ts';
import type { Asked, AskFailure } from '../bff/client.ts';
import type { Tab, Texts } from '../locale/texts.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { secretPage, showKeys } from '../pages/keys.ts';
import { changesOf, compact, showSettings } from '../pages/settings.ts';
import { htmlResponse, redirect } from '../responses.ts';
import { renderPage } from '../view/layout.ts';
import { empty, failurePage, type RefusedForm } from '../view/parts.ts';

type Form = URLSearchParams;

interface Change {
  tab: Tab;
  done: keyof Texts['done'];
  path: string;
  ask: (form: Form) => object;
}

const text = (form: Form, name: string): string => form.get(name)?.trim() ?? '';
const whole = (form: Form, name: string): number => {
  const value = text(form, name);
  return /^\d{1,9}$/.test(value) ? Number(value) : 0;
};

const KEY_OPTIONS = [
  'calls-per-min',
  'tokens-per-day',
  'usd-per-day',
  'usd-per-month',
  'models',
  'expires',
  'owner',
];

/** A field that is left empty changes nothing. */
function keyOptions(form: Form): Record<string, string> {
  return Object.fromEntries(
    KEY_OPTIONS.flatMap((name) => {
      const value = text(form, name);
      return value === '' ? [] : [[name, value]];
    }),
  );
}

const CHANGES: Readonly<Record<string, Change>> = {
  circuit: {
    tab: 'now',
    done: 'circuit',
    path: ADMIN_CIRCUIT_PATH,
    ask: (form) => ({ target: text(form, 'target'), force: text(form, 'force') }),
  },
  'keys/change': {
    tab: 'keys',
    done: 'key_changed',
    path: ADMIN_KEY_CHANGE_PATH,
    ask: (form) => ({ id: whole(form, 'id'), options: keyOptions(form) }),
  },
  'keys/revoke': {
    tab: 'keys',
    done: 'key_revoked',
    path: ADMIN_KEY_REVOKE_PATH,
    ask: (form) => ({ id: whole(form, 'id') }),
  },
  unblock: {
    tab: 'moderation',
    done: 'unblocked',
    path: ADMIN_UNBLOCK_PATH,
    ask: (form) => ({ space: text(form, 'space'), person: text(form, 'person') }),
  },
  'settings/change': {
    tab: 'settings',
    done: 'settings_changed',
    path: ADMIN_SETTINGS_CHANGE_PATH,
    ask: (form) => ({ version: whole(form, 'version'), changes: compact(changesOf(form)) }),
  },
  'settings/undo': {
    tab: 'settings',
    done: 'settings_undone',
    path: ADMIN_SETTINGS_UNDO_PATH,
    ask: (form) => ({ version: whole(form, 'version') }),
  },
};

export async function changeSomething(name: string, form: Form, context: PageContext): Promise<Response> {
  if (name === 'keys/create') {
    const ask = { name: text(form, 'name'), options: keyOptions(form) };
    const asked = await context.ask<KeySecret>(ADMIN_KEY_CREATE_PATH, ask);
    return asked.ok ? showSecret(context, asked) : shownAgain(context, 'keys', { form, failure: asked });
  }
  if (name === 'keys/rotate') {
    return showSecret(
      context,
      await context.ask<KeySecret>(ADMIN_KEY_ROTATE_PATH, { id: whole(form, 'id') }),
    );
  }
  if (name === 'alerts/test') return testAlert(context);
  const change = Object.hasOwn(CHANGES, name) ? CHANGES[name] : undefined;
  if (change === undefined) return shown(context, 'now', page(empty(context.t.errors.notFound), 404));
  const asked = await context.ask<object>(change.path, change.ask(form));
  if (asked.ok) return redirect(`/console/${change.tab}?done=${change.done}`);
  if (name === 'settings/change' || name === 'keys/change') {
    return shownAgain(context, change.tab, { form, failure: asked });
  }
  return shown(context, change.tab, refusedPage(context, change.tab, asked));
}

/** With what was typed. */
async function shownAgain(context: PageContext, tab: Tab, refused: RefusedForm): Promise<Response> {
  const show = tab === 'keys' ? showKeys : showSettings;
  return shown(context, tab, await show(backTo(context, tab), refused));
}

/** In the place of what was to be changed. */
function refusedPage(context: PageContext, tab: Tab, failure: AskFailure): Page {
  return failurePage(backTo(context, tab), failure, context.t.errors.refused);
}

function showSecret(context: PageContext, asked: Asked<KeySecret>): Response {
  if (asked.ok) return shown(context, 'keys', secretPage(context, asked.value));
  return shown(context, 'keys', refusedPage(context, 'keys', asked));
}

async function testAlert(context: PageContext): Promise<Response> {
  // What the key may now, not what it might when the session began.
  const asked = await context.ask<OperatorIdentity>(ADMIN_SESSION_PATH, {});
  if (!asked.ok) return shown(context, 'alerts', refusedPage(context, 'alerts', asked));
  const { name, rights } = asked.value;
  const forbidden = { ok: false, code: 'forbidden', detail: null } as const;
  if (!rights.includes('settings')) return shown(context, 'alerts', failurePage(context, forbidden));
  const told = await context.logs.raise({ kind: 'test', subject: name });
  if (told === 'delivered') return redirect('/console/alerts?done=alert_tested');
  const away = { ok: false, code: 'upstream_unreachable', detail: null } as const;
  return shown(context, 'alerts', failurePage(backTo(context, 'alerts'), away));
}

/** The address of a form cannot be looked at: its page can. */
function backTo(context: PageContext, tab: Tab): PageContext {
  return { ...context, url: new URL(`/console/${tab}`, context.url) };
}

/** The links around it lead to the tab, not to where the form was sent. */
function shown(context: PageContext, tab: Tab, { body, status }: Page): Response {
  return htmlResponse(renderPage(backTo(context, tab), tab, { body }), status);
}
