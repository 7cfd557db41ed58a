import { describe, expect, it } from 'vitest';
import { parseCallback } from '../../../../dev/discord/rules/callbacks.ts';
import { breaksDiscord } from '../../../../dev/discord/rules/components/layout-size.ts';
import { firstFault } from '../../../../dev/discord/rules/form.ts';
import { LOCALES } from '../../../../shared/contract/caller.ts';
import { AUDIT_PAGE_ENTRIES, type SettingsAuditEntry } from '../../../../shared/contract/settings.ts';
import { SCOPES } from '../../../../shared/settings/settings.ts';
import { ephemeralLayout, type InteractionCallback, modal, updateLayout } from '../../discord/respond.ts';
import { textsFor } from '../../locale/choose.ts';
import { FIELDS_OF, type Field, WRITTEN } from './fields.ts';
import { FULL, viewOf } from './fixtures.ts';
import { createForm, createRoleForm } from './forms.ts';
import { createLogPage } from './log-view.ts';
import { createPanel } from './panel.ts';

/** Null: Discord takes it. */
function faultOf(callback: InteractionCallback): string | null {
  const answered = callback.type === 4 ? 2 : 3;
  const verdict = parseCallback(JSON.parse(JSON.stringify(callback)), answered);
  if (!verdict.ok) return firstFault(verdict.errors);
  const layout = 'draft' in verdict.callback ? verdict.callback.draft.layout : undefined;
  return layout !== undefined && breaksDiscord(layout) ? 'Discord would answer 500' : null;
}

const VIEWS = [
  ['nothing set', viewOf()],
  ['all that can be set', FULL],
] as const;

describe.each(LOCALES)('in %s', (locale) => {
  const texts = textsFor(locale).settings;
  const show = (
    view: (typeof VIEWS)[number][1],
    field: Field | null,
    scope: (typeof SCOPES)[number],
    offset = 0,
  ) =>
    createPanel(
      {
        view,
        scopes: SCOPES,
        scope,
        field,
        offset,
        notice: texts.conflict('x'.repeat(60)),
        isInServer: true,
      },
      texts,
    );

  it.each(VIEWS)('every page is within Discord’s limits with %s', (_, view) => {
    for (const scope of SCOPES) {
      expect(faultOf(ephemeralLayout(show(view, null, scope)))).toBeNull();
      for (const field of FIELDS_OF[scope]) {
        for (const offset of [0, 24, 48]) {
          expect(
            faultOf(updateLayout(show(view, field, scope, offset))),
            `${scope} ${field} ${offset}`,
          ).toBeNull();
        }
      }
    }
  });

  it.each(VIEWS)('every form is within Discord’s limits with %s', (_, view) => {
    const version = 999_999_999;
    for (const scope of SCOPES) {
      for (const field of WRITTEN) {
        expect(faultOf(modal(createForm({ scope, field, version }, view, texts))), field).toBeNull();
      }
    }
    const roleId = view.server.roleLimits?.[0]?.roleId ?? '1'.repeat(20);
    expect(faultOf(modal(createRoleForm({ roleId, version }, view, texts)))).toBeNull();
  });

  it('a page of the log is within Discord’s limits, whatever was changed', () => {
    const values = [...Object.entries(FULL.server), ['nobody knows', { a: ['`'.repeat(500)] }]] as const;
    const entries = values.map(
      ([field, after], index): SettingsAuditEntry => ({
        id: index,
        at: '2026-11-29T00:00:00Z',
        actor: index % 2 === 0 ? null : '1'.repeat(20),
        scope: index % 3 === 0 ? 'persona' : 'channel',
        target: index % 3 === 0 ? '`별'.repeat(16) : '1'.repeat(20),
        field,
        before: after,
        after,
      }),
    );
    for (let from = 0; from < entries.length; from += AUDIT_PAGE_ENTRIES) {
      const page = { entries: entries.slice(from, from + AUDIT_PAGE_ENTRIES), next: 999_999_999 };
      expect(faultOf(ephemeralLayout(createLogPage(page, 5, texts)))).toBeNull();
    }
    expect(faultOf(ephemeralLayout(createLogPage({ entries: [], next: null }, 0, texts)))).toBeNull();
  });
});

describe('the overview', () => {
  const texts = textsFor('en').settings;
  const linesOf = (view: ReturnType<typeof viewOf>, isInServer = true) =>
    JSON.stringify(
      createPanel({ view, scopes: ['person'], scope: 'person', field: null, isInServer }, texts),
    );

  it('names what holds and the scope that has set it', () => {
    const shown = linesOf(
      viewOf({
        server: { language: 'ko', showCosts: 'everybody', dailyTokens: 500 },
        channel: { language: 'en', memory: false },
        person: { model: 'gpt-4o' },
      }),
    );
    expect(shown).toContain('**Language** English · This channel');
    expect(shown).toContain('**Costs** shown to everybody · Server');
    expect(shown).toContain('**Memory** off · This channel');
    expect(shown).toContain('**AI model** `gpt-4o` · Me');
    expect(shown).toContain('**Daily tokens** 500 tokens · Server');
    expect(shown).toContain('**Question** on · default');
    // What is not set is as the operator has it, who may block everything.
    expect(shown).toContain('**Moderation** not set · operator');
    expect(shown).toContain('Manage Server');
  });

  it('says that the operator’s bound holds where it is the lower one', () => {
    const view = viewOf({ server: { dailyTokens: 500 } });
    const effective = { ...view.effective, dailyTokens: 100 };
    expect(linesOf({ ...view, effective, ceilings: { daily_tokens: 100, daily_micro_usd: 0 } })).toContain(
      '**Daily tokens** 100 tokens · operator',
    );
  });

  it('shows a person’s own part alone outside servers', () => {
    const shown = linesOf(viewOf({ person: { timeZone: 'Asia/Seoul' } }), false);
    expect(shown).toContain('**Time zone** `Asia/Seoul` · Me');
    expect(shown).not.toContain('Costs');
    expect(shown).not.toContain('Manage Server');
  });
});
