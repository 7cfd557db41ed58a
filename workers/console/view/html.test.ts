import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

describe('a piece of a page', () => {
  it('holds no mark-up that came as a text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const inner = html`<p title="${text}">${text}</p>`.text.slice('<p title="'.length, -'</p>'.length);
        expect(inner).not.toMatch(/[<']|"(?!>)/);
      }),
    );
  });

  it('joins pieces and leaves out what is nothing', () => {
    expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}${null}${false}${undefined}</ul>`.text).toBe(
      '<ul><li>1</li><li>2</li></ul>',
    );
  });
});
