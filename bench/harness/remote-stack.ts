/** Starts processes of a bench and the whole stack in one of them. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { DevKeys } from '../../dev/stack/keys.ts';
import type { Database } from '../../dev/stack/migrate.ts';
import { UNLIMITED } from './unlimited.ts';

export interface StackOrder {
  /** Null: the offline model, which answers at once. */
  providerUrl: string | null;
  bffVars: Record<string, string>;
  /** PGlite, also where there is a PostgreSQL: it has pgvector. */
  isEmbedded: boolean;
  /** The bot as well, in the same workerd, with the Discord stand-in for it. */
  discord: boolean;
}

export interface StackFacts {
  bffUrl: string;
  voiceUrl: string;
  /** The Discord stand-in's; null when none was asked for. */
  discordUrl: string | null;
  database: Database;
  keys: DevKeys;
  workerdPid: number;
  /** What stands behind the REST front: "redis-server 7.0.15". */
  redis: string;
  postgres: string;
}

export interface RemoteStack extends StackFacts {
  /** How many questions the model's stand-in got since it was last asked; not the rounds that follow a tool's result. */
  takeProviderQuestions(): Promise<number>;
  /** How many commands Redis has carried out, those within scripts too. */
  countRedisCommands(): Promise<number>;
  close(): Promise<void>;
}

/** Remembers in the PostgreSQL that `DATABASE_URL` names, else in a temporary one where there is one, else in PGlite. */
export async function startRemoteStack(order: Partial<StackOrder> = {}): Promise<RemoteStack> {
  const child = await startProcess('bench/harness/stack-process.ts');
  child.send({
    providerUrl: order.providerUrl ?? null,
    bffVars: { ...UNLIMITED, ...order.bffVars },
    isEmbedded: order.isEmbedded ?? false,
    discord: order.discord ?? false,
  } satisfies StackOrder);
  const facts = await nextMessage<StackFacts>(child);
  return {
    ...facts,
    async takeProviderQuestions() {
      child.send('provider-questions');
      return (await nextMessage<{ count: number }>(child)).count;
    },
    async countRedisCommands() {
      child.send('redis-commands');
      return (await nextMessage<{ count: number }>(child)).count;
    },
    close: () => endProcess(child),
  };
}

export async function startProcess(file: string): Promise<ChildProcess> {
  const path = join(import.meta.dirname, '..', '..', file);
  return fork(path, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
}

export function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A process of the bench ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as Message);
    });
  });
}

/** They end by themselves when their parent lets go of them. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await ended;
}
