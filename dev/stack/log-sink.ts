/** Where the Workers' JSON lines go: all of them to a file, and in a form for people to the terminal. */
import { createWriteStream } from 'node:fs';
import { styleText } from 'node:util';
import { explain } from './explain.ts';

export interface LogSink {
  write(line: string): void;
  close(): Promise<void>;
}

export function createLogSink({
  file,
  print,
}: {
  file: string;
  print: ((line: string) => void) | undefined;
}): LogSink {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  // An error that nobody takes, such as of a full disk, would end the whole stack.
  stream.on('error', (error) => console.error(`The log is not written any more: ${explain(error)}`));
  return {
    write(line) {
      stream.write(`${line}\n`);
      print?.(formatLine(line));
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}

const HIDDEN = new Set(['time', 'level', 'worker', 'event', 'spanId', 'traceId']);

/** `12:34:56 bot  interaction.received type=2 …  a1b2c3`; a line that is not ours passes unchanged. */
export function formatLine(line: string): string {
  const entry = parseObject(line);
  if (entry === undefined || typeof entry.event !== 'string') return line;
  const fields = Object.entries(entry)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const level = String(entry.level);
  const color = level === 'error' ? 'red' : level === 'warn' ? 'yellow' : 'cyan';
  return [
    styleText('dim', String(entry.time).slice(11, 19)),
    String(entry.worker).padEnd(3),
    styleText(color, entry.event),
    ...fields,
    typeof entry.traceId === 'string' ? styleText('dim', entry.traceId.slice(0, 8)) : '',
  ].join(' ');
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
