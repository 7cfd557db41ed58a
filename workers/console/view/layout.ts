/** What stands around every page. Pure. There is no script: everything is a link or a form. */
import { TABS, type Tab, type Texts } from '../locale/texts.ts';
import type { PageContext } from '../page.ts';
import type { Locale } from './format.ts';
import { type Html, html } from './html.ts';
import { form } from './parts.ts';

function documentOf(locale: Locale, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/console/style.css">
</head>
${body}
</html>`.text;
}

const languageLink = (locale: Locale, t: Texts, back: string): Html => {
  const other = locale === 'ko' ? 'en' : 'ko';
  return html`<a class="language" lang="${other}" hreflang="${other}" href="/console/language?to=${other}&amp;back=${encodeURIComponent(back)}">${t.otherLanguage}</a>`;
};

export function renderPage(
  context: Pick<PageContext, 'locale' | 't' | 'session' | 'url'>,
  tab: Tab,
  content: { body: Html; done?: string | undefined },
): string {
  const { locale, t, session, url } = context;
  const name = t.tabs[tab];
  return documentOf(
    locale,
    `${name} · ${t.title}`,
    html`<body>
<a class="skip" href="#content">${t.skip}</a>
<header>
  <p class="brand"><a href="/console/now">${t.title}</a></p>
  ${languageLink(locale, t, `${url.pathname}${url.search}`)}
  <details class="account"><summary>${session.operator.name}</summary><div>
    <p>${t.signedInAs(session.operator.name)}</p>
    ${form(context, 'logout', html`<button>${t.signOut}</button>`)}
    ${form(context, 'logout-all', html`<button>${t.signOutEverywhere}</button>`)}
  </div></details>
</header>
<nav class="tabs" aria-label="${t.tabList}"><ul>${TABS.map(
      (each) =>
        html`<li><a href="/console/${each}"${each === tab && html` aria-current="page"`}>${t.tabs[each]}</a></li>`,
    )}</ul></nav>
<main id="content" tabindex="-1">
  <div class="heading"><h1>${name}</h1><a class="button quiet" href="${url.pathname}${url.search}">${t.refresh}</a></div>
  ${content.done !== undefined && html`<p class="done" role="status">${content.done}</p>`}
  ${content.body}
  <p class="utc">${t.utc}</p>
</main>
</body>`,
  );
}

export function renderSignIn(
  { locale, t }: Pick<PageContext, 'locale' | 't'>,
  problem: string | null,
): string {
  const { signIn } = t;
  return documentOf(
    locale,
    `${signIn.heading} · ${t.title}`,
    html`<body class="sign-in">
<main id="content">
  <div class="heading"><p class="brand">${t.title}</p>${languageLink(locale, t, '/console/login')}</div>
  <h1>${signIn.heading}</h1>
  <p class="lead">${signIn.lead}</p>
  ${problem !== null && html`<p class="problem" role="alert">${problem}</p>`}
  <form method="post" action="/console/login">
    <label class="field"><span>${signIn.key}</span>
      <input type="password" name="key" required autofocus autocomplete="current-password" spellcheck="false"></label>
    <button class="primary">${signIn.button}</button>
  </form>
  <p class="lead"><code>${signIn.how}</code></p>
</main>
</body>`,
  );
}
