import { expect, it } from 'vitest';
import { createTrace } from '../../../../shared/observe/trace.ts';
import { createRequestSigner } from '../../../../shared/signing/sign.ts';
import type { ToolContext } from '../tool.ts';
import { nameArguments } from './argument-names.ts';
import type { McpDeps } from './client.ts';
import { createMcpTool } from './tool.ts';

const schema = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  required: names.slice(0, 1),
});

it('gives the model names that every provider takes, and the server its own', () => {
  const { parameters, toServer } = nameArguments(schema('filter[name]', '$top', 'user.id'));
  expect(parameters).toEqual(schema('filter_name_', '_top', 'user.id'));
  expect(toServer({ filter_name_: 'a', _top: '1', 'user.id': 'b', more: 'c' })).toEqual({
    'filter[name]': 'a',
    $top: '1',
    'user.id': 'b',
    more: 'c',
  });
});

it('keeps apart what would have one name', () => {
  const own = ['StartTime>', 'StartTime<', 'StartTime_', '날짜', '장소'];
  const { parameters, toServer } = nameArguments(schema(...own));
  const names = Object.keys(parameters.properties as object);
  expect(new Set(names).size).toBe(5);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_.-]{1,64}$/);
  const args = toServer(Object.fromEntries(names.map((name, index) => [name, String(index)])));
  expect(args).toEqual(Object.fromEntries(own.map((name, index) => [name, String(index)])));
});

it('changes nothing where nothing has to be', () => {
  const plain = schema('a', 'b_c-d');
  expect(nameArguments(plain).parameters).toBe(plain);
});

it('is what a tool is offered and called with', async () => {
  const bodies: string[] = [];
  const deps: McpDeps = {
    config: {
      mcp: {
        worker: {
          fetch: async (request: Request) => {
            bodies.push(await request.text());
            return Response.json({ ok: true, is_error: false, content: 'done' });
          },
        } as unknown as Fetcher,
      },
    },
    signer: createRequestSigner({ secret: 'a secret that is long enough to be one', name: 'bff' }),
    trace: createTrace(),
    log: { warn: () => undefined },
  };
  const tool = { name: 'list', right: 'read', description: '', parameters: schema('$top') } as const;
  const made = createMcpTool(deps, { name: 'docs_list', server: 'docs', tool });
  expect(made.parameters).toEqual(schema('_top'));
  const context = { signal: new AbortController().signal } as ToolContext;
  expect(await made.run({ _top: '3' }, context)).toMatchObject({ ok: true });
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ tool: 'list', args: { $top: '3' } });
});
