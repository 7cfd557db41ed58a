/**
 * What two Workers in a row cost that do nothing but pass an answer on: no gateway in this runtime can be cheaper. One pair lets
 * the runtime carry the bytes, the other takes each chunk into JavaScript and hands it out again.
 */
import { startWorkers } from '../harness/workerd.ts';
import { type Contestant, PROVIDER_KEY, plain } from './contestants.ts';

export const NATIVE_FLOOR = 'floor: two Workers that relay bytes unseen';
export const SCRIPTED_FLOOR = 'floor: two Workers that hand each chunk on';

const HEADERS = `{ headers: { 'content-type': 'text/event-stream' } }`;
const NATIVE = `return new Response(upstream.body, ${HEADERS});`;
const SCRIPTED = `
  const reader = upstream.body.getReader();
  return new Response(new ReadableStream({
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }), ${HEADERS});`;

export function startFloors(providerUrl: string): Promise<Contestant[]> {
  return Promise.all([
    startFloor(NATIVE_FLOOR, providerUrl, NATIVE),
    startFloor(SCRIPTED_FLOOR, providerUrl, SCRIPTED),
  ]);
}

async function startFloor(name: string, providerUrl: string, passOn: string): Promise<Contestant> {
  const worker = (fetchUpstream: string) => `export default {
    async fetch(request, env) {
      const body = await request.text();
      const headers = { 'content-type': 'application/json', authorization: 'Bearer ${PROVIDER_KEY}' };
      const upstream = await ${fetchUpstream}, { method: 'POST', headers, body });
      ${passOn}
    },
  };`;
  const url = `${providerUrl}/chat/completions`;
  const { ports, pid, close } = await startWorkers(
    {
      outer: { script: worker('env.INNER.fetch(request.url'), services: { INNER: 'inner' } },
      inner: { script: worker(`fetch(${JSON.stringify(url)}`) },
    },
    ['outer'],
  );
  const here = `http://127.0.0.1:${ports.outer}/v1/chat/completions`;
  return { name, pid, close, prepare: async (script) => plain(here, script, {}) };
}
