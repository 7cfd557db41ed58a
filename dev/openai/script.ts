/** A stream exactly as a test states it, in place of the answer. */
import type { Exchange } from './exchange.ts';
import type { Script, ScriptStep } from './faults.ts';

export async function playScript(script: Script, exchange: Exchange): Promise<void> {
  const { contentType = 'text/event-stream; charset=utf-8' } = script;
  exchange.head(200, {
    ...(contentType === null ? {} : { 'content-type': contentType }),
    'cache-control': 'no-cache',
  });
  for (const step of script.steps) {
    if ('close' in step) return step.close === 'clean' ? exchange.end() : exchange.cut();
    const connected =
      'waitMs' in step ? await exchange.wait(step.waitMs) : await exchange.write(encodeStep(step));
    if (!connected) return;
    if ('data' in step) exchange.record.tokensSent += 1;
  }
  await exchange.end();
}

function encodeStep(step: Exclude<ScriptStep, { waitMs: number } | { close: string }>): string {
  if ('raw' in step) return step.raw;
  if ('comment' in step) return `${prefixLines(': ', step.comment)}\n`;
  return `${prefixLines('data: ', typeof step.data === 'string' ? step.data : JSON.stringify(step.data))}\n`;
}

/** A line break inside a value needs its field name again, or the rest would be another field. */
function prefixLines(prefix: string, text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `${prefix}${line}\n`)
    .join('');
}
