/** What the browser tests do to the page, and what they measure in it. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Text may be a little wider than its column where a word cannot be broken. */
const MAX_LINE_PX = 724;
const MIN_TARGET_PX = 44;

/** Adds to `errors` what the page throws and what its console calls an error. */
export function noteErrors(page: Page, errors: string[]): void {
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
}

/** A file that is dropped or pasted in the middle of the page. */
export async function giveFile(page: Page, by: 'drop' | 'paste', name: string, text: string): Promise<void> {
  const event =
    by === 'drop'
      ? "DragEvent('drop', { dataTransfer: data"
      : "ClipboardEvent('paste', { clipboardData: data";
  await page.evaluate(`{
    const data = new DataTransfer();
    data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: 'text/plain' }));
    document.querySelector('main').dispatchEvent(new ${event}, bubbles: true, cancelable: true }));
  }`);
}

/** What axe-core finds, without what it calls minor: `impact rule: element`. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact !== 'minor')
      .flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => impact + ' ' + id + ': ' + html.slice(0, 200))))`);
}

/** What is pressed and is smaller than a finger. A link within a text keeps the height of its line. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const pressed = 'button, select, textarea, summary, [role="button"], [role="option"], [role="menuitem"], label:has(input), a';
    return [...document.querySelectorAll(pressed)].flatMap((element) => {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert], .markdown a, .skip-link')) return [];
      const box = element.getBoundingClientRect();
      const around = getComputedStyle(element, '::after');
      const width = Math.max(box.width, parseFloat(around.width) || 0);
      const height = Math.max(box.height, parseFloat(around.height) || 0);
      if (width === 0 || (Math.round(width) >= ${MIN_TARGET_PX} && Math.round(height) >= ${MIN_TARGET_PX})) return [];
      return [Math.round(width) + ' x ' + Math.round(height) + ': ' + element.outerHTML.slice(0, 120)];
    });
  })()`);
}

/** Lines of text in the channel that are too wide to read, and whatever makes the page scroll sideways. */
export function wideLines(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const { parentElement } = walker.currentNode;
      // Code keeps its lines, and scrolls.
      if (parentElement.closest('pre, textarea') !== null) continue;
      range.selectNodeContents(walker.currentNode);
      if ([...range.getClientRects()].some(({ width }) => width > ${MAX_LINE_PX})) found.push(range.toString().slice(0, 80));
    }
    const { clientWidth } = document.querySelector('.composer textarea');
    return clientWidth > ${MAX_LINE_PX} ? [...found, 'the composer'] : found;
  })()`);
}
