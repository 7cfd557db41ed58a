import { describe, expect, it } from 'vitest';
import { splitVariable } from '../config/split-variable.ts';
import { readMcpServers } from './read.ts';
import { parseMcpServers, rightOf } from './servers.ts';

const DOCS = {
  name: 'docs',
  url: 'https://mcp.example.com/mcp',
  header: { name: 'Authorization', secret: 'MCP_DOCS_KEY' },
  tools: { search: 'read', create: 'write', '*': 'off' },
};

const problemsOf = (...entries: unknown[]) => {
  const parsed = parseMcpServers(entries);
  return parsed.ok ? [] : parsed.problems;
};

describe('the list of MCP servers', () => {
  it('is read', () => {
    expect(
      parseMcpServers([DOCS, { name: 'own', url: 'http://10.0.0.7:3001/mcp', tools: { '*': 'read' } }]),
    ).toEqual({
      ok: true,
      servers: [
        {
          name: 'docs',
          url: 'https://mcp.example.com/mcp',
          header: { name: 'Authorization', secretVariable: 'MCP_DOCS_KEY' },
          tools: new Map([
            ['search', 'read'],
            ['create', 'write'],
            ['*', 'off'],
          ]),
        },
        { name: 'own', url: 'http://10.0.0.7:3001/mcp', header: null, tools: new Map([['*', 'read']]) },
      ],
    });
  });

  it.each([['no list', { ok: false, problems: ['must be a list of servers'] }, DOCS]])(
    'that is %s is refused',
    (_, verdict, value) => {
      expect(parseMcpServers(value)).toEqual(verdict);
    },
  );

  it.each([
    ['a name with an underscore, which could pass for another server', { ...DOCS, name: 'a_b' }, '[0].name'],
    ['no address', { ...DOCS, url: 'mcp.example.com' }, '[0].url'],
    ['an address with credentials', { ...DOCS, url: 'https://a:b@example.com/' }, '[0].url'],
    ['a secret for a public address without TLS', { ...DOCS, url: 'http://mcp.example.com/' }, '[0].url'],
    [
      'a header of the transport',
      { ...DOCS, header: { name: 'mcp-session-id', secret: 'MCP_A' } },
      '[0].header.name',
    ],
    [
      'a secret of another part',
      { ...DOCS, header: { name: 'x-key', secret: 'OPENAI_API_KEY' } },
      '[0].header.secret',
    ],
    [
      'a list as a secret',
      { ...DOCS, header: { name: 'x-key', secret: 'MCP_SERVERS' } },
      '[0].header.secret',
    ],
    ['no tools', { ...DOCS, tools: {} }, '[0].tools'],
    ['a right that is none', { ...DOCS, tools: { search: 'yes' } }, '[0].tools'],
    ['an unknown field', { ...DOCS, command: 'npx' }, '[0] has'],
    ['no object', 7, '[0] must'],
  ])('with %s is refused, and the place is named', (_, entry, place) => {
    const problems = problemsOf(entry);
    expect(problems).toEqual([expect.stringContaining(place)]);
    expect(problems.join()).not.toContain('example');
  });

  it('names a server once', () => {
    expect(problemsOf(DOCS, DOCS)).toEqual(['[1].name is there twice']);
    expect(problemsOf(...Array.from({ length: 21 }, (_, n) => ({ ...DOCS, name: `s${n}` })))).toHaveLength(1);
  });

  it('may be longer than one variable', () => {
    const many = Array.from({ length: 20 }, (_, n) => ({
      ...DOCS,
      name: `s${n}`,
      tools: { ['a'.repeat(120)]: 'read', ['b'.repeat(120)]: 'read' },
    }));
    const variables = splitVariable('MCP_SERVERS', many);
    expect(Object.keys(variables).length).toBeGreaterThan(1);
    const problems: string[] = [];
    expect(readMcpServers({ problem: (text) => void problems.push(text) }, variables)).toHaveLength(20);
    expect(readMcpServers({ problem: (text) => void problems.push(text) }, { MCP_SERVERS: '[' })).toEqual([]);
    expect(problems).toEqual(['MCP_SERVERS is not JSON']);
  });
});

describe('the right of a tool', () => {
  const server = {
    tools: new Map([
      ['look', 'read'],
      ['drop', 'off'],
      ['*', 'read'],
    ] as const),
  };

  it('is what the operator says by name, whatever the server says', () => {
    expect(rightOf(server, 'look', { readOnlyHint: false, destructiveHint: true })).toBe('read');
    expect(rightOf(server, 'drop', { readOnlyHint: true })).toBeNull();
  });

  it('is made stricter by the server’s own hints where only * covers it', () => {
    expect(rightOf(server, 'other', {})).toBe('read');
    expect(rightOf(server, 'other', { readOnlyHint: true })).toBe('read');
    expect(rightOf(server, 'other', { readOnlyHint: false })).toBe('write');
    expect(rightOf(server, 'other', { destructiveHint: true })).toBe('write');
  });

  it('is never made looser by them', () => {
    const writing = { tools: new Map([['*', 'write']] as const) };
    expect(rightOf(writing, 'other', { readOnlyHint: true })).toBe('write');
    expect(rightOf({ tools: new Map() }, 'other', { readOnlyHint: true })).toBeNull();
    expect(rightOf(writing, '*', {})).toBeNull();
  });
});
