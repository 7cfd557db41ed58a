/** An answer exactly as a test states it: status, headers and body. */
import type { Exchange } from './exchange.ts';
import type { Rejection } from './faults.ts';

export async function sendRejection({ status, body, headers, ...rest }: Rejection, exchange: Exchange) {
  const { contentType = defaultType(body) } = rest;
  exchange.head(status, {
    ...(contentType === null ? {} : { 'content-type': contentType }),
    ...toLowerCase(headers ?? {}),
  });
  await exchange.end(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
}

function defaultType(body: unknown): string | null {
  if (body === undefined) return null;
  return typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
}

/** The stand-in's own headers have lower-case names: another spelling would send the header twice. */
function toLowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
