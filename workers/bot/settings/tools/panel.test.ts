import { beforeEach, describe, expect, it } from 'vitest';
import { parseCallback } from '../../../../dev/discord/rules/callbacks.ts';
import { breaksDiscord } from '../../../../dev/discord/rules/components/layout-size.ts';
import { firstFault } from '../../../../dev/discord/rules/form.ts';
import { LOCALES } from '../../../../shared/contract/caller.ts';
import { MCP_FAILURES } from '../../../../shared/contract/mcp.ts';
import type { ListedTool, ToolsView } from '../../../../shared/contract/tools.ts';
import { createLogger } from '../../../../shared/observe/log.ts';
import type { SettingsChangeReply } from '../../bff/settings.ts';
import type { ComponentInteraction } from '../../discord/parse.ts';
import { ephemeralLayout, type InteractionCallback } from '../../discord/respond.ts';
import { textsFor } from '../../locale/choose.ts';
import type { InteractionContext, Services } from '../../services.ts';
import { viewOf } from '../panel/fixtures.ts';
import { createToolPanel, PAGE_TOOLS } from './panel.ts';
import { formatToolPanelId, parseToolPanelId } from './panel-id.ts';
import { answerToolPress } from './press.ts';

const tool = (name: string, given: Partial<ListedTool> = {}): ListedTool => ({
  name,
  kind: 'reads',
  server: null,
  is_on: true,
  is_left_out: false,
  description: '',
  ...given,
});

const VIEW: ToolsView = {
  version: 3,
  tools: [tool('calculator'), tool('roll', { is_on: false }), tool('docs_search', { server: 'docs' })],
  servers: [
    { name: 'docs', is_on: true, failure: null },
    { name: 'other', is_on: false, failure: null },
  ],
  tools_off: ['roll', 'gone_tool'],
  servers_on: ['docs'],
};

const FULL: ToolsView = {
  ...VIEW,
  version: 999_999_999,
  tools: Array.from({ length: 200 }, (_, n) =>
    tool(`${'s'.repeat(16)}_${String(n).padEnd(47, 'x')}`, {
      ...{ server: 's'.repeat(16), kind: 'writes', is_left_out: true },
      description: '**가`나@everyone <@1> https://a.example '.repeat(20),
    }),
  ),
  servers: Array.from({ length: 20 }, (_, n) => ({
    name: `server${n}`.padEnd(16, 'z'),
    is_on: true,
    failure: MCP_FAILURES[n % MCP_FAILURES.length] ?? null,
  })),
};

function faultOf(callback: InteractionCallback): string | null {
  const verdict = parseCallback(JSON.parse(JSON.stringify(callback)), 2);
  if (!verdict.ok) return firstFault(verdict.errors);
  const layout = 'draft' in verdict.callback ? verdict.callback.draft.layout : undefined;
  return layout !== undefined && breaksDiscord(layout) ? 'Discord would answer 500' : null;
}

describe.each(LOCALES)('the panel in %s', (locale) => {
  const texts = textsFor(locale);
  const show = (view: ToolsView, given: { mayChange?: boolean; offset?: number; notice?: string } = {}) =>
    createToolPanel({ view, mayChange: true, offset: 0, ...given }, texts);

  it.each([
    ['a few', VIEW],
    ['as many as there can be', FULL],
  ])('is one that Discord takes, with %s tools, on every page', (_, view) => {
    for (let offset = 0; offset < view.tools.length; offset += PAGE_TOOLS) {
      for (const mayChange of [true, false]) {
        const notice = texts.toolPanel.conflict;
        expect(faultOf(ephemeralLayout(show(view, { offset, mayChange, notice })))).toBeNull();
      }
    }
  });

  it('has at most 4,000 characters of text', () => {
    const parts = show(FULL, { notice: texts.toolPanel.conflict }).components;
    const chars = parts.map((part) => ('content' in part ? part.content.length : 0));
    expect(chars.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4_000);
  });

  it('lets nothing that a server says ping, link or format', () => {
    const text = JSON.stringify(show(FULL));
    expect(text).not.toContain('**가');
    expect(text).not.toContain('<@1>');
  });

  it('says what each of Libra’s own tools does', () => {
    for (const name of ['calculator', 'fetch_page', 'web_search', 'read_channel', 'roll', 'poll', 'remind']) {
      expect(JSON.stringify(show({ ...VIEW, tools: [tool(name)] }))).toContain(texts.toolPanel.what[name]);
    }
  });
});

describe('a press in the panel', () => {
  let changes: unknown[] = [];
  let reply: SettingsChangeReply = { kind: 'ok', value: viewOf() };
  beforeEach(() => {
    changes = [];
    reply = { kind: 'ok', value: viewOf() };
  });

  const MANAGE_GUILD = 1n << 5n;
  function contextOf(customId: string, values: string[], permissions = MANAGE_GUILD) {
    const caller = { user_id: '2', guild_id: '3', channel_id: '4', locale: 'en' as const };
    const interaction = { kind: 'component', customId, values, guildId: '3', permissions };
    const services = {
      log: createLogger({ worker: 'bot', write: () => undefined }),
      bff: {
        tools: { list: async () => ({ ok: true, value: VIEW }) },
        settings: {
          change: async (_: unknown, change: unknown) => {
            changes.push(change);
            return reply;
          },
        },
      },
    };
    return {
      interaction: interaction as unknown as ComponentInteraction,
      caller,
      texts: textsFor('en'),
      services: services as unknown as Services,
    } satisfies InteractionContext<ComponentInteraction>;
  }
  const press = (verb: 'put' | 'servers' | 'view', values: string[], permissions?: bigint) =>
    answerToolPress(contextOf(formatToolPanelId({ verb, offset: 0, version: 3 }), values, permissions));

  it('switches off what was not chosen, and keeps what is not in sight', async () => {
    await press('put', ['calculator']);
    expect(changes).toEqual([
      {
        target: { scope: 'server' },
        changes: { toolsOff: ['gone_tool', 'roll', 'docs_search'] },
        expected_version: 3,
      },
    ]);
  });

  it('switches servers on, and none of them is nothing set', async () => {
    await press('servers', ['other']);
    await press('servers', []);
    expect(changes).toMatchObject([
      { changes: { toolServers: ['other'] } },
      { changes: { toolServers: null } },
    ]);
  });

  it('changes nothing without Manage Server, whatever the custom id says', async () => {
    for (const verb of ['put', 'servers'] as const) {
      expect(JSON.stringify(await press(verb, ['calculator'], 0n))).toContain('settings_server_forbidden');
    }
    expect(changes).toEqual([]);
    expect(JSON.stringify(await press('view', [], 0n))).not.toContain('tools.put');
  });

  it('shows what is in force to who was slower', async () => {
    reply = { kind: 'conflict', current: viewOf(), fields: ['toolsOff'] };
    expect(JSON.stringify(await press('put', []))).toContain('Somebody else was faster');
  });

  it('is only of this panel', () => {
    expect(answerToolPress(contextOf('set.go.server.-.-.0', []))).toBeNull();
    expect(parseToolPanelId('tools.drop.0.1')).toBeNull();
    expect(parseToolPanelId('tools.put.0.1.2')).toBeNull();
  });
});
