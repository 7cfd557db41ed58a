/** An MCP server that is asked in the middle of an answer. One that is slow: workers/mcp/session/session.test.ts. */
import type { HostileMode } from '../../../dev/mcp/hostile.ts';
import type { OpenAiFaults } from '../../../dev/openai/faults.ts';
import type { Fault } from '../fault.ts';
import { COUNT, DONE, part, STOP, TEXT } from './provider-script.ts';

const CALL = { name: 'hostile_look', arguments: '{"word":"moon"}' };
const calling: OpenAiFaults = {
  script: {
    steps: [
      {
        data: {
          choices: [
            { index: 0, delta: { tool_calls: [{ index: 0, id: 'a', function: CALL }] }, finish_reason: null },
          ],
        },
      },
      { data: { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] } },
      COUNT,
      DONE,
    ],
    count: 1,
  },
};
const answering: OpenAiFaults = { script: { steps: [part(TEXT), STOP, COUNT, DONE] } };

/** Fewer than open the server's circuit. */
const MODES: [mode: HostileMode, what: string][] = [
  ['down', 'resets every connection'],
  ['unauthorized', 'no longer takes the operator’s key'],
  ['garbage', 'answers with what is no JSON'],
  ['endless_body', 'answers without end'],
];

export const MCP_FAULTS: readonly Fault[] = MODES.map(([mode, what]) => ({
  part: 'mcp',
  what,
  setup: 'MCP server',
  before: { provider: [calling, answering], mcp: mode },
  expected: {
    reads: { text: 'whole' },
    calls: [2, 0],
    ledger: [
      { outcome: 'ok', billed: 'exact' },
      { outcome: 'ok', billed: 'exact' },
    ],
    logs: ['mcp.asked', 'tool.finished', 'delivery.finished'],
  },
}));
