/** One whole stack for a test file, and the few verbs that its tests need. */
import { afterAll, beforeAll, inject } from 'vitest';
import { withoutQuestion } from '../dev/answer-text.ts';
import type { DiscordFaults } from '../dev/discord/discord-faults.ts';
import type {
  InteractionRecord,
  InvokeCommand,
  InvokeResult,
  MessageView,
  WorldChannel,
  WorldState,
} from '../dev/discord/protocol.ts';
import type { DeauthoriseResult } from '../dev/discord/surfaces.ts';
import { isAnswered, readWorld, writeWorld } from '../dev/discord/world-client.ts';
import { type Stack, type StackOptions, startStack } from '../dev/stack/stack.ts';
import { pauseAfter } from './pause.ts';
import { giveDatabaseBack, takeDatabase } from './pooled-database.ts';
import { ASKED_STUB, withoutDocuments } from './without-documents.ts';

export interface LogLine {
  worker: string;
  event: string;
  level: string;
  traceId?: string;
  [field: string]: unknown;
}

export interface TestStack extends Stack {
  logs: LogLine[];
  /** Lines that were not JSON: an uncaught error in a Worker, most likely. */
  strayLines: string[];
  world: WorldState;
  /** Uses a command as the first ordinary user in the first guild channel, unless told otherwise. */
  invoke(
    name: string,
    options?: InvokeCommand['options'],
    as?: Partial<InvokeCommand>,
  ): Promise<InvokeResult>;
  /** `values`: what is chosen, in a menu. */
  press(
    message: MessageView,
    customId: string,
    userId?: string,
    values?: readonly string[],
  ): Promise<InvokeResult>;
  record(interactionId: string): Promise<InteractionRecord>;
  /** Resolves when the interaction's messages satisfy `done`; by default: nothing thinks and no Stop button is left. */
  settled(interactionId: string, done?: (record: InteractionRecord) => boolean): Promise<InteractionRecord>;
  /** The same interaction once more, as Discord sends it when it is unsure. */
  redeliver(interactionId: string): Promise<InvokeResult>;
  /** The id of a new thread of this channel. */
  createThread(channelId: string): Promise<string>;
  setDiscordFaults(faults: DiscordFaults): Promise<void>;
  /** This person removes the app: Discord sends an event. */
  deauthorise(userId: string): Promise<DeauthoriseResult>;
  /** Resolves with the first line of the log, also an earlier one, that is so. */
  logged(isSo: (line: LogLine) => boolean): Promise<LogLine>;
  moderator: string;
  member: string;
}

export interface TestStackOptions extends StackOptions {
  /** The documents Worker itself; else something small stands in its place. */
  readsDocuments?: boolean;
}

/** Starts a stack before the file's tests and closes it after them. The value is there from `beforeAll` on. */
export function useStack(options: TestStackOptions = {}): { readonly stack: TestStack } {
  let stack: TestStack | undefined;
  beforeAll(async () => {
    stack = await startTestStack({ bundles: inject('bundles'), ...options });
  });
  afterAll(() => stack?.close());
  return {
    get stack() {
      if (stack === undefined) throw new Error('the stack is not started yet');
      return stack;
    },
  };
}

export async function startTestStack({
  readsDocuments = false,
  ...options
}: TestStackOptions): Promise<TestStack> {
  const logs: LogLine[] = [];
  const strayLines: string[] = [];
  const neon =
    options.dataDir === undefined && options.settings?.database === undefined ? await takeDatabase() : null;
  const stack = await startStack({
    pace: 'instant',
    ...options,
    ...(options.bundles === undefined || readsDocuments
      ? {}
      : { bundles: withoutDocuments(options.bundles) }),
    ...(neon === null ? {} : { neon }),
    vars: patiently(options.vars),
    onLog: (line) => {
      options.onLog?.(line);
      try {
        logs.push(JSON.parse(line) as LogLine);
      } catch {
        strayLines.push(line);
      }
    },
  });
  const page = stack.urls.page ?? '';
  const world = await readWorld<WorldState>(`${page}/dev/state`);
  const member = world.users.find((user) => !user.moderator)?.id ?? '';
  const moderator = world.users.find((user) => user.moderator)?.id ?? '';
  const channelId = world.channels.find(({ guildId }) => guildId !== null)?.id ?? '';

  const record = (interactionId: string) =>
    readWorld<InteractionRecord>(`${page}/dev/interactions/${interactionId}`);
  let closing: Promise<void> | undefined;
  return {
    ...stack,
    close() {
      // Once: it may be another stack's when a test closes this one again.
      closing ??= stack.close().then(async () => {
        if (neon !== null) await giveDatabaseBack(neon);
        if (strayLines.some((line) => line.includes(ASKED_STUB))) throw new Error(ASKED_STUB);
      });
      return closing;
    },
    logs,
    strayLines,
    world,
    member,
    moderator,
    record,
    invoke: (name, commandOptions = {}, as = {}) =>
      writeWorld<InvokeResult>(`${page}/dev/commands`, {
        name,
        options: commandOptions,
        userId: member,
        channelId,
        locale: 'ko',
        ...as,
      }),
    press: (message, customId, userId = message.invokedBy, values) =>
      writeWorld<InvokeResult>(`${page}/dev/components`, {
        messageId: message.id,
        customId,
        userId,
        locale: 'ko',
        ...(values === undefined ? {} : { values }),
      }),
    async settled(interactionId, done = ({ messages }) => isAnswered(messages)) {
      const startedAtMs = Date.now();
      for (;;) {
        const seen = await record(interactionId);
        if (done(seen)) return seen;
        await pauseAfter(Date.now() - startedAtMs);
      }
    },
    redeliver: (interactionId) =>
      writeWorld<InvokeResult>(`${page}/dev/interactions/${interactionId}/redeliver`, {}),
    createThread: async (parentId) =>
      (await writeWorld<WorldChannel>(`${page}/dev/threads`, { channelId: parentId, name: 'thread' })).id,
    setDiscordFaults: (faults) => writeWorld(`${page}/dev/faults`, faults),
    async logged(isSo) {
      const startedAtMs = Date.now();
      for (;;) {
        const line = logs.find(isSo);
        if (line !== undefined) return line;
        await pauseAfter(Date.now() - startedAtMs);
      }
    },
    deauthorise: (userId) => writeWorld<DeauthoriseResult>(`${page}/dev/deauthorise`, { userId }),
  };
}

/** A busy machine must not be taken for an outage of Redis. Tests of outages have less patience. */
function patiently(vars: NonNullable<StackOptions['vars']> = {}) {
  return {
    ...vars,
    // Moderation has tests of its own; elsewhere the calls of an answer are counted without it.
    bff: { REDIS_TIMEOUT_MS: '5000', MODERATION_MODEL: 'none', ...vars.bff },
    // A line that follows the first answer to each person; its own test has it.
    bot: { FIRST_USE_NOTICE: 'off', ...vars.bot },
  };
}

/** The answer, without the question above it. */
export function textOf(record: InteractionRecord): string {
  return withoutQuestion(record.messages.map(({ content }) => content).join('\n'));
}
