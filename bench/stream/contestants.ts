/** The ways to the same provider: straight, through Libra's whole chain, through the Portkey gateway. LiteLLM and the floors have files of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { findFreePort } from '../../dev/stand-in/free-port.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import type { LibraRequest } from '../../shared/contract/libra.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import type { RemoteStack } from '../harness/remote-stack.ts';
import { installPeers } from '../peers/install.ts';
import type { StreamRequest } from './client.ts';
import { formatPrompt, nowMicros, type Script } from './protocol.ts';

export interface Contestant {
  name: string;
  /** The process whose CPU and memory are the contestant's, with those that it has started; 0 when there is none in between. */
  pid: number;
  /** The clock starts before a request is signed: that is a part of the way. */
  prepare(script: Script, who?: { guildId: string; userId: string }): Promise<StreamRequest>;
  close(): Promise<void>;
}

export const DIRECT = 'direct to the provider';
export const LIBRA = 'Libra: bff and llm, everything on';
export const PORTKEY = 'Portkey gateway 1.15.2';
export const LITELLM = 'LiteLLM proxy 1.108.7';

export const CHANNEL_ID = '1400000000000002000';
export const PROVIDER_KEY = 'sk-bench-provider';
const JSON_TYPE = { 'content-type': 'application/json' };
/** So many people take turns: nobody's conversation is empty for long, nobody's is all of the load. */
const PEOPLE = 500;

export function createDirect(providerUrl: string): Contestant {
  return {
    name: DIRECT,
    pid: 0,
    prepare: async (script) => plain(`${providerUrl}/chat/completions`, script, {}),
    close: async () => {},
  };
}

/** Asks bff and llm as the bot does; `fields` says more of the reader. The stack is the caller's to close. */
export function createLibra(
  stack: RemoteStack,
  name = LIBRA,
  fields: Pick<LibraRequest, 'pace_ms'> = {},
): Contestant {
  const signer = createRequestSigner({ secret: stack.keys.sharedSecret, name: 'bot' });
  let asked = 0;
  return {
    name,
    pid: stack.workerdPid,
    async prepare(script, who) {
      const startedAtMicros = nowMicros();
      asked += 1;
      const libra: LibraRequest = {
        caller: callerOf(who ?? nextPerson(asked)),
        timeout_ms: 60_000,
        ...fields,
      };
      const messages = [{ role: 'user', content: formatPrompt(script, randomUUID()) }];
      const body = JSON.stringify({ stream: true, messages, libra });
      const url = `${stack.bffUrl}${CHAT_COMPLETIONS_PATH}`;
      const signed = await signer.sign(url, { body, headers: { 'idempotency-key': randomUUID() } });
      return { url, body, startedAtMicros, headers: Object.fromEntries(signed.headers) };
    },
    close: async () => {},
  };
}

function nextPerson(index: number) {
  return {
    userId: String(1_400_000_000_000_000_000n + BigInt(index % PEOPLE)),
    guildId: '1400000000000001000',
  };
}

function callerOf({ userId, guildId }: { guildId: string; userId: string }): Caller {
  return { user_id: userId, guild_id: guildId, channel_id: CHANNEL_ID, locale: 'ko' };
}

export async function startPortkey(providerUrl: string, say: (line: string) => void): Promise<Contestant> {
  const folder = installPeers(say);
  const port = await findFreePort();
  const script = join(folder, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');
  const child = spawn(process.execPath, [script, `--port=${port}`, '--headless'], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: 'localhost,127.0.0.1,::1' },
  });
  await waitUntilUp('The Portkey gateway', `http://127.0.0.1:${port}/`, child);
  return {
    name: PORTKEY,
    pid: child.pid ?? 0,
    prepare: async (script_) =>
      plain(`http://127.0.0.1:${port}/v1/chat/completions`, script_, {
        'x-portkey-provider': 'openai',
        'x-portkey-custom-host': providerUrl,
      }),
    close: () => endServer(child),
  };
}

export function plain(url: string, script: Script, headers: Record<string, string>): StreamRequest {
  const startedAtMicros = nowMicros();
  const body = JSON.stringify({
    model: 'gpt-4o-mini',
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: 'user', content: formatPrompt(script, randomUUID()) }],
  });
  const authorization = `Bearer ${PROVIDER_KEY}`;
  return { url, body, startedAtMicros, headers: { ...JSON_TYPE, authorization, ...headers } };
}

export async function waitUntilUp(name: string, url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    try {
      await (await fetch(url)).text();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${name} does not start`);
}

export async function endServer(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.kill('SIGKILL')) await ended;
}
