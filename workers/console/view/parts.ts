/** What several pages have. Pure. */
import { errorKind } from '../../../shared/errors.ts';
import type { AskFailure } from '../bff/client.ts';
import type { Texts } from '../locale/texts.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { type Html, type HtmlValue, html } from './html.ts';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => HtmlValue;
  /** Aligned to the right. */
  isNumber?: true;
  /** Names the row. */
  isHead?: true;
}

/** Wide ones scroll within themselves, by keyboard too. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
    <caption class="unseen">${caption}</caption>
    <thead><tr>${columns.map(({ head, isNumber }) => html`<th scope="col"${isNumber && html` class="number"`}>${head}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (row) =>
        html`<tr>${columns.map(({ head, cell, isNumber, isHead }) => {
          const kind = isNumber && html` class="number"`;
          return isHead === true
            ? html`<th scope="row"${kind}>${cell(row)}</th>`
            : html`<td${kind} data-label="${head}">${cell(row)}</td>`;
        })}</tr>`,
    )}</tbody></table></div>`;
}

export const empty = (text: string): Html => html`<p class="empty">${text}</p>`;

export function panel(heading: string, body: HtmlValue, lead?: HtmlValue): Html {
  return html`<section class="panel"><h2>${heading}</h2>${lead !== undefined && html`<p class="lead">${lead}</p>`}${body}</section>`;
}

export function figure(label: string, value: HtmlValue, more?: HtmlValue): Html {
  return html`<div class="figure"><dt>${label}</dt><dd>${value}${more !== undefined && html`<small>${more}</small>`}</dd></div>`;
}

/** A form that changes something: with the session's token. */
export function form(
  { session }: Pick<PageContext, 'session'>,
  action: string,
  body: HtmlValue,
  className = 'inline',
): Html {
  return html`<form class="${className}" method="post" action="/console/${action}">
    <input type="hidden" name="form_token" value="${session.formToken}">${body}</form>`;
}

export const hidden = (name: string, value: string | number): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export function field(
  label: string,
  name: string,
  options: { value?: string; help?: string | undefined; required?: true } = {},
): Html {
  const { value = '', help, required } = options;
  return html`<label class="field"><span>${label}</span>
    <input name="${name}" value="${value}" autocomplete="off" spellcheck="false"${required && html` required`}>
    ${help !== undefined && html`<small>${help}</small>`}</label>`;
}

export function choice<Value extends string>(
  label: string,
  name: string,
  values: readonly (readonly [value: Value, text: string])[],
  chosen: Value,
): Html {
  return html`<label class="field"><span>${label}</span><select name="${name}">${values.map(
    ([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
  )}</select></label>`;
}

/** Links of which one is where the reader is. */
export function switcher(
  label: string,
  links: readonly { href: string; text: string; isHere: boolean }[],
): Html {
  return html`<nav class="switcher" aria-label="${label}">${links.map(
    ({ href, text, isHere }) => html`<a href="${href}"${isHere && html` aria-current="true"`}>${text}</a>`,
  )}</nav>`;
}

export const may = ({ session }: Pick<PageContext, 'session'>, right: string): boolean =>
  session.operator.rights.some((held) => held === right);

/** The query of a link: what is given, over what the page has. */
export function withQuery(url: URL, changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(url.search);
  query.delete('done');
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? url.pathname : `${url.pathname}?${text}`;
}

export function failureText({ errors }: Texts, { code }: AskFailure): string {
  switch (errorKind(code).status) {
    case 403:
      return errors.forbidden;
    case 404:
      return errors.notFound;
    case 400:
      return errors.invalid;
    case 409:
      return errors.conflict;
    case 503:
      return errors.database;
    default:
      return errors.internal;
  }
}

/** A form that was refused: it is shown again as it was filled in, so that nothing is typed twice. */
export interface RefusedForm {
  form: URLSearchParams;
  failure: AskFailure;
}

export function refusal({ t }: Pick<PageContext, 't'>, failure: AskFailure): Html {
  return html`<p class="problem" role="alert">${failureText(t, failure)} ${failure.detail !== null && html`<code>${failure.detail}</code>`}</p>`;
}

/** In the place of a page that could not be made. */
export function failurePage(
  { t, url }: Pick<PageContext, 't' | 'url'>,
  failure: AskFailure,
  heading = t.errors.heading,
): Page {
  const { code, detail } = failure;
  const { status } = errorKind(code);
  const isOurs = status < 500 && detail !== null;
  return page(
    html`<section class="panel failure" role="alert"><h2>${heading}</h2><p>${failureText(t, failure)}</p>
      ${isOurs && html`<p><code>${detail}</code></p>`}
      <p><a class="button" href="${url.pathname}${url.search}">${status >= 500 ? t.errors.again : t.errors.back}</a></p></section>`,
    status,
  );
}
