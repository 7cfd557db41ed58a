/** What Libra's own tools ask outside: pages, a search engine, Discord's messages. Each is healthy, or broken as told. */
import type { ServerResponse } from 'node:http';
import { Response } from 'miniflare';
import type { PublicWeb } from '../../dev/stack/public-web.ts';
import { startHttpServer } from '../../dev/stand-in/http-server.ts';

export type OutsideFault = 'fails' | 'hangs' | 'garbage';

export interface ToolFaults {
  page?: OutsideFault;
  search?: OutsideFault;
  channel?: OutsideFault;
}

export interface ToolOutside {
  /** Of the search engine and of Discord's API, as the bff is told. */
  url: string;
  publicWeb: PublicWeb;
  /** Replaces all faults. */
  set(faults: ToolFaults): void;
  close(): Promise<void>;
}

const GARBAGE = '\u0000<html>{"web":[[[';

export async function startToolOutside(): Promise<ToolOutside> {
  let faults: ToolFaults = {};
  const server = await startHttpServer({
    name: 'outside of tools',
    handle(request, response) {
      const isSearch = request.url?.includes('/search') === true;
      answer(response, isSearch ? faults.search : faults.channel, isSearch ? { web: { results: [] } } : []);
    },
  });
  return {
    url: server.origin,
    async publicWeb() {
      switch (faults.page) {
        case 'hangs':
          return new Promise<never>(() => undefined);
        case 'fails':
          return new Response('no', { status: 500 });
        case 'garbage':
          return new Response(GARBAGE, { headers: { 'content-type': 'application/octet-stream' } });
        default:
          return new Response('A page.', { headers: { 'content-type': 'text/plain' } });
      }
    },
    set(next) {
      faults = next;
    },
    close: server.close,
  };
}

function answer(response: ServerResponse, fault: OutsideFault | undefined, healthy: unknown): void {
  if (fault === 'hangs') return;
  response.writeHead(fault === 'fails' ? 500 : 200, { 'content-type': 'application/json' });
  response.end(fault === 'garbage' ? GARBAGE : JSON.stringify(healthy));
}
