/** A call as a command line for curl. Pure. */
import type { SignedCall } from './signed-call.ts';

/** `brief`: only the status and how long to wait, one line a call. */
export function toCurl({ url, headers, body }: SignedCall, { brief = false } = {}): string {
  const parts = [
    brief
      ? `curl -sS -o /dev/null -w '%{http_code} retry-after=%header{retry-after}\\n'`
      : `curl -sS -i -w '\\n'`,
    quote(url),
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `--data-binary ${quote(body)}`,
  ];
  return parts.join(brief ? ' ' : ' \\\n  ');
}

/** One word for a POSIX shell, whatever it holds. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
