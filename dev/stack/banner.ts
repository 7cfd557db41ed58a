import { relative } from 'node:path';
import { styleText } from 'node:util';
import type { Stack } from './stack.ts';

/** The start-up table: every part, its address, and whether it is the real thing. */
export function printBanner(stack: Stack, startupMs: number, dataDir: string): void {
  const width = Math.max(...stack.reports.map(({ address }) => address.length));
  const rows = stack.reports.map(({ part, address, real, what }) => {
    const kind = real ? styleText('green', 'real    ') : styleText('yellow', 'stand-in');
    return `  ${part.padEnd(15)} ${address.padEnd(width)}  ${kind}  ${styleText('dim', what)}`;
  });
  const open =
    stack.urls.page === null
      ? `Discord is real: point a tunnel at ${stack.urls.bot} and set its /interactions as your application's endpoint, and its /events for webhook events.`
      : `Open ${styleText(['bold', 'underline'], stack.urls.page)} and type  /chat 안녕, 너는 누구야?`;
  console.log(
    ['', `Libra is running (${(startupMs / 1000).toFixed(1)} s).`, '', ...rows, '', open].join('\n'),
  );
  console.log(
    styleText(
      'dim',
      `API: curl ${stack.urls.bff}/v1/chat/completions -H "authorization: Bearer ${stack.keys.apiKey}" …   ` +
        `State and logs: ${relative(process.cwd(), dataDir) || '.'}   Stop: Ctrl-C`,
    ),
  );
  if (stack.urls.console !== null) {
    console.log(
      styleText('dim', `Console: ${stack.urls.console}/console   Operator's key: ${stack.keys.operatorKey}`),
    );
  }
  console.log('');
}
