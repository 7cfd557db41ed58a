/** The calculator as a tool. */
import type { JsonRecord } from '../../../../shared/json.ts';
import type { ReadingTool, ToolContext, ToolResult } from '../tool.ts';
import { calculate, MAX_EXPRESSION_CHARS } from './calculate.ts';

export const calculator: ReadingTool = {
  name: 'calculator',
  description: [
    'Calculates exactly. Use it for every calculation, unit conversion, date calculation and time zone question.',
    'Examples: "0.1 + 0.2", "15% of 80", "200 + 10%", "sqrt(2) * 3!", "round(10/3, 2)", "5 ft 11 inch in cm", "100 °F in °C",',
    '"30평 in m²", "600 g in 근", "1.5억 / 12", "2026-03-01 + 90 days", "days between 2026-01-01 and 2026-03-01",',
    '"weekday of 2026-03-01", "15:00 Asia/Seoul in America/New_York", "now in Europe/London", "255 in hex".',
    'Functions: sqrt cbrt exp ln log(x, base) sin cos tan (radians; "sin(30 deg)") round floor ceil abs min max sum mean gcd lcm',
    'combinations factorial. No variables, no currencies.',
  ].join(' '),
  parameters: {
    type: 'object',
    properties: {
      expression: { type: 'string', minLength: 1, maxLength: MAX_EXPRESSION_CHARS },
    },
    required: ['expression'],
    additionalProperties: false,
  },
  kind: 'reads',
  readsNothing: true,
  run: (args, context) => Promise.resolve(run(args, context)),
};

const MAX_READING_CHARS = 500;
const SHOWN_CHARS = 30;

/** Units as one sign (㎡), and digits and marks of the width of Hangul: as they are typed in Korea. */
const WIDE = /[\u3371-\u33df\uff01-\uff5e]/g;

function run(args: JsonRecord, { now, timeZone }: ToolContext): ToolResult {
  const expression = String(args.expression ?? '').replaceAll(WIDE, (sign) => sign.normalize('NFKC'));
  const result = calculate(expression, { nowMs: now(), zone: timeZone ?? 'UTC' });
  if (!result.ok) return { ok: false, content: describeProblem(expression, result.problem, result.at) };
  const reading = result.reading.length <= MAX_READING_CHARS ? `${result.reading} ` : '';
  return { ok: true, content: `${reading}${result.result}` };
}

function describeProblem(expression: string, problem: string, at: number | null): string {
  if (at === null) return `Not calculated: ${problem}.`;
  const rest = expression.slice(at, at + SHOWN_CHARS).toWellFormed();
  const place = rest === '' ? 'at the end' : `at character ${at + 1}: ${JSON.stringify(rest)}`;
  return `Not calculated: ${problem} (${place}).`;
}
