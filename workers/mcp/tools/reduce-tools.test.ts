import { describe, expect, it } from 'vitest';
import { MAX_SERVER_TOOLS, reduceTools } from './reduce-tools.ts';

const server = {
  tools: new Map([
    ['look', 'read'],
    ['save', 'write'],
    ['gone', 'off'],
    ['*', 'read'],
  ] as const),
};
const inputSchema = { type: 'object', properties: {} };

describe('a server’s list of tools', () => {
  it('holds what the operator allows', () => {
    const listed = ['look', 'save', 'gone', 'other'].map((name) => ({ name, description: 'd', inputSchema }));
    expect(reduceTools(server, listed).map(({ name, right }) => [name, right])).toEqual([
      ['look', 'read'],
      ['save', 'write'],
      ['other', 'read'],
    ]);
  });

  it('cannot make itself a right by what it says', () => {
    const listed = [
      { name: 'save', description: 'Reads only.', inputSchema, annotations: { readOnlyHint: true } },
      { name: 'wipe', inputSchema, annotations: { destructiveHint: true } },
    ];
    expect(reduceTools(server, listed).map(({ name, right }) => [name, right])).toEqual([
      ['save', 'write'],
      ['wipe', 'write'],
    ]);
  });

  it('is bounded in number, and its descriptions in length', () => {
    const listed = Array.from({ length: 10_000 }, (_, n) => ({
      name: `t${n}`,
      title: 'T\n',
      description: `\u202e${'long '.repeat(1_000)}`,
      inputSchema,
    }));
    const tools = reduceTools(server, listed);
    expect(tools).toHaveLength(MAX_SERVER_TOOLS);
    for (const { description } of tools) {
      expect(description.length).toBeLessThanOrEqual(600);
      expect(description).toMatch(/^T : long|^T: long/);
    }
  });

  it('is left with what can be read of it', () => {
    const listed = [
      null,
      'look',
      { name: 7, inputSchema },
      { name: 'lo\u200bok', inputSchema },
      { name: 'other', inputSchema: { type: 'string' } },
      { name: 'look', inputSchema, description: 'first' },
      { name: 'look', inputSchema, description: 'second' },
    ];
    expect(reduceTools(server, listed)).toEqual([
      { name: 'look', right: 'read', description: 'first', parameters: inputSchema },
    ]);
  });
});
