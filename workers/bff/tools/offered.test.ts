import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../shared/catalogue/parse.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import { findOfferFault, offeredTo } from './offered.ts';
import { withTools } from './request-fields.ts';
import type { Tool } from './tool.ts';

const parsed = parseCatalogue({
  default: 'able',
  providers: [{ name: 'desk', base_url: 'http://localhost:1/v1', auth: 'none' }],
  models: [
    { name: 'able', provider: 'desk', abilities: ['tools'] },
    { name: 'unable', provider: 'desk', abilities: ['vision'] },
    { name: 'unknown', provider: 'desk' },
    { name: 'refusing', provider: 'desk', refuses: ['tools'] },
  ],
  aliases: [{ name: 'either', chain: [{ target: 'able' }, { target: 'unable' }] }],
});
if (!parsed.ok) throw new Error('the catalogue is wrong');
const { catalogue } = parsed;

const tool = (name: string): Tool => ({
  name,
  description: `${name}s`,
  parameters: { type: 'object' },
  kind: 'reads',
  run: async () => ({ ok: true, content: '' }),
});
const tools = [tool('roll'), tool('look')];
const caller = { user_id: '1', guild_id: null, channel_id: '2', locale: 'ko' as const };
const ask = (request: Partial<AcceptedChat>) => ({
  caller: undefined,
  model: undefined,
  passed: {},
  ...request,
});
const offered = (request: Partial<AcceptedChat>) =>
  offeredTo(tools, catalogue, ask(request)).map(({ name }) => name);

describe('Libra’s tools', () => {
  it.each([
    ['able', ['roll', 'look']],
    ['unknown', ['roll', 'look']],
    [undefined, ['roll', 'look']],
    ['unable', []],
    ['refusing', []],
    ['either', []],
  ])('are offered to a person where every model that may answer can call them: %s', (model, names) => {
    expect(offered({ caller, model })).toEqual(names);
  });

  it('are offered to a client that asks for them, and no other', () => {
    expect(offered({})).toEqual([]);
    expect(offered({ libraTools: true })).toEqual(['roll', 'look']);
    expect(offered({ libraTools: ['look'] })).toEqual(['look']);
  });

  it.each<[Partial<AcceptedChat>, string | null]>([
    [{ libraTools: ['look'] }, null],
    [{ libraTools: true, model: 'either' }, null],
    [{ libraTools: ['lock'] }, 'invalid_request'],
    [{ libraTools: true, model: 'unable' }, 'unsupported_parameter'],
    [{ libraTools: true, passed: { n: 2 } }, 'invalid_request'],
    [
      { libraTools: true, passed: { tools: [{ type: 'function', function: { name: 'roll' } }] } },
      'invalid_request',
    ],
    [{ libraTools: ['look'], passed: { tools: [{ type: 'function', function: { name: 'roll' } }] } }, null],
  ])('are refused by the name of the field: %j', (request, code) => {
    const fault = findOfferFault(tools, catalogue, ask(request));
    expect(fault?.code ?? null).toBe(code);
    if (fault !== null) expect(fault.param).toBe('libra.tools');
  });

  it('stand beside the client’s own, which stay in the last round', () => {
    const own = { type: 'function', function: { name: 'own' } };
    const passed = { tools: [own], tool_choice: 'required', temperature: 0 };
    const namesIn = (list: unknown) => JSON.stringify(list).match(/(?<="name":")\w+/g);
    const first = withTools(passed, tools, { isFirst: true, offersTools: true });
    expect([namesIn(first.tools), first.tool_choice]).toEqual([['own', 'roll', 'look'], 'required']);
    // A choice that forces a call has been met.
    expect(withTools(passed, tools, { isFirst: false, offersTools: false })).toEqual({
      tools: [own],
      temperature: 0,
    });
    expect(withTools({}, tools, { isFirst: false, offersTools: false })).toEqual({});
  });
});

describe('a tool that writes', () => {
  const described = { description: 'writes', parameters: { type: 'object' }, kind: 'writes' as const };
  const all: Tool[] = [
    ...tools,
    { ...described, name: 'poll', by: 'bot' },
    { ...described, name: 'page', by: 'bff', run: async () => ({ ok: true, content: '' }) },
  ];
  const namesFor = (request: Partial<AcceptedChat>) =>
    offeredTo(all, catalogue, ask(request)).map(({ name }) => name);

  it('is offered to a person where somebody can approve it and carry it out', () => {
    expect(namesFor({ caller })).toEqual(['roll', 'look']);
    expect(namesFor({ caller, actions: [] })).toEqual(['roll', 'look', 'page']);
    expect(namesFor({ caller, actions: ['poll'] })).toEqual(['roll', 'look', 'poll', 'page']);
  });

  it('is never offered to an API client, whatever it asks for', () => {
    expect(namesFor({ libraTools: true, actions: ['poll'] })).toEqual(['roll', 'look']);
    expect(findOfferFault(all, catalogue, ask({ libraTools: ['page'] }))).toMatchObject({
      code: 'invalid_request',
      detail: "There is no tool 'page'. There are: roll, look.",
    });
  });
});
