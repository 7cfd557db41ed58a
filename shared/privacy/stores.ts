/**
 * Every place in which Libra keeps something, and what becomes of a person's part of it. Pure.
 *
 * Erasing, exporting and cleaning go through this list: each Worker has one handler for each of its stores, which the
 * compiler demands, and a test fails on a table, a key or an object that is not listed here. `docs/operations.md` shows it.
 */
export interface Store {
  /** The table, the beginning of the Redis key, the class of the object. */
  name: string;
  in: 'Postgres' | 'Redis' | 'Durable Objects' | 'memory';
  holds: string;
  /** How a person's part is found; null: nothing in it belongs to a person. */
  foundBy: string | null;
  /** What an erasure does with that part. */
  erasure: 'deleted' | 'nobody is named any more' | 'written' | 'stays' | 'none';
  /** Why it is not deleted, or what else there is to know. */
  note?: string;
  /** In the file that a person gets. */
  exported: boolean;
  retention: string;
}

const A_LIMIT = 'an erasure would lift the limit';

export const STORES = [
  {
    name: 'conversations',
    in: 'Postgres',
    holds: 'where and when a person talked',
    foundBy: 'user_id',
    erasure: 'deleted',
    exported: true,
    retention: 'RETENTION_DAYS, once empty',
  },
  {
    name: 'messages',
    in: 'Postgres',
    holds: 'questions, answers, tool calls, references to files',
    foundBy: 'their conversation, or who has asked in one of a channel',
    erasure: 'deleted',
    exported: true,
    retention: 'RETENTION_DAYS; an hour for a question without an answer',
  },
  {
    name: 'forgotten_requests',
    in: 'Postgres',
    holds: 'requests whose answer nobody has seen',
    foundBy: 'user_id',
    erasure: 'deleted',
    exported: true,
    retention: 'an hour, until the next night',
  },
  {
    name: 'usage_events',
    in: 'Postgres',
    holds: 'the ledger: tokens and cost of a call, whether its answer was liked, no text',
    foundBy: 'user_id',
    erasure: 'nobody is named any more',
    note: 'the sums stay, the rating goes',
    exported: true,
    retention: 'the name RETENTION_DAYS, the sums are kept',
  },
  {
    name: 'user_settings',
    in: 'Postgres',
    holds: 'what a person has chosen: language, model, persona, time zone, not to be remembered',
    foundBy: 'user_id',
    erasure: 'deleted',
    note: 'a choice not to be remembered stays',
    exported: true,
    retention: 'until the choice is taken back',
  },
  {
    name: 'erasures',
    in: 'Postgres',
    holds: 'when somebody, by a pseudonym, had everything erased',
    foundBy: 'pseudonym',
    erasure: 'written',
    note: 'so that an answer under way is not stored',
    exported: false,
    retention: 'an hour, until the next night',
  },
  {
    name: 'guild_settings',
    in: 'Postgres',
    holds: 'what is set for a server',
    foundBy: null,
    erasure: 'none',
    exported: false,
    retention: 'until they are changed',
  },
  {
    name: 'channel_settings',
    in: 'Postgres',
    holds: 'what is set for a channel',
    foundBy: null,
    erasure: 'none',
    exported: false,
    retention: 'until they are changed',
  },
  {
    name: 'personas',
    in: 'Postgres',
    holds: 'characters that Libra takes on in a server',
    foundBy: null,
    erasure: 'none',
    exported: false,
    retention: 'until they are changed',
  },
  {
    name: 'settings_audit',
    in: 'Postgres',
    holds: 'who has changed which setting of a server',
    foundBy: 'actor',
    erasure: 'nobody is named any more',
    note: 'what was changed stays',
    exported: true,
    retention: 'RETENTION_DAYS',
  },
  {
    name: 'api_keys',
    in: 'Postgres',
    holds: 'hashes of API keys, their limits, and who is responsible, as the operator wrote it',
    foundBy: null,
    erasure: 'none',
    note: 'an operator takes a name out with `npm run keys`',
    exported: false,
    retention: 'kept, revoked ones too',
  },
  {
    name: 'llm:idem',
    in: 'Redis',
    holds: 'a request under way, or its answer for a repeat',
    foundBy: 'llm:kept',
    erasure: 'deleted',
    exported: true,
    retention: '16 minutes',
  },
  {
    name: 'llm:answer',
    in: 'Redis',
    holds: 'a first question under way, or its answer for the same question',
    foundBy: 'llm:kept',
    erasure: 'deleted',
    exported: true,
    retention: 'ANSWER_CACHE_SEC (60)',
  },
  {
    name: 'llm:kept',
    in: 'Redis',
    holds: 'which of the two above are of a person',
    foundBy: 'user id',
    erasure: 'deleted',
    exported: false,
    retention: '16 minutes after the last',
  },
  {
    name: 'llm:erased',
    in: 'Redis',
    holds: 'when somebody, by a pseudonym, had everything erased',
    foundBy: 'pseudonym',
    erasure: 'written',
    note: 'so that an answer under way is not stored',
    exported: false,
    retention: '5 minutes',
  },
  {
    name: 'llm:settings',
    in: 'Redis',
    holds: 'what the bot has to know of the settings of a server',
    foundBy: null,
    erasure: 'none',
    exported: false,
    retention: '30 days after it was last written',
  },
  {
    name: 'llm:person',
    in: 'Redis',
    holds: 'what the bot has to know of what a person has chosen',
    foundBy: 'user id',
    erasure: 'deleted',
    exported: false,
    retention: '30 days after it was last written',
  },
  {
    name: 'deliveries',
    in: 'Redis',
    holds: 'ids of the interactions in which a person asked',
    foundBy: 'user id',
    erasure: 'deleted',
    exported: false,
    retention: '32 minutes',
  },
  {
    name: 'llm:cost',
    in: 'Redis',
    holds: 'calls in a minute',
    foundBy: 'user id',
    erasure: 'stays',
    note: A_LIMIT,
    exported: false,
    retention: '3 minutes',
  },
  {
    name: 'llm:repeats',
    in: 'Redis',
    holds: 'repeats in a minute',
    foundBy: 'user id',
    erasure: 'stays',
    note: A_LIMIT,
    exported: false,
    retention: '2 minutes',
  },
  {
    name: 'llm:export',
    in: 'Redis',
    holds: 'exports in an hour',
    foundBy: 'user id',
    erasure: 'stays',
    note: A_LIMIT,
    exported: false,
    retention: '3 hours',
  },
  {
    name: 'llm:spent',
    in: 'Redis',
    holds: 'tokens and money of a day; of an API key also of a month and of a minute',
    foundBy: 'user id',
    erasure: 'stays',
    note: A_LIMIT,
    exported: false,
    retention: '48 hours; the month of a key 33 days, its minute an hour, after the last call',
  },
  {
    name: 'llm:held',
    in: 'Redis',
    holds: 'what calls under way have reserved',
    foundBy: 'user id',
    erasure: 'stays',
    note: A_LIMIT,
    exported: false,
    retention: '45 seconds after the last call',
  },
  {
    name: 'llm:leases',
    in: 'Redis',
    holds: 'when these reservations end',
    foundBy: 'user id',
    erasure: 'stays',
    note: A_LIMIT,
    exported: false,
    retention: '45 seconds after the last call',
  },
  {
    name: 'llm:nonce',
    in: 'Redis',
    holds: 'used signatures',
    foundBy: null,
    erasure: 'none',
    exported: false,
    retention: 'until the signature has expired',
  },
  {
    name: 'mute',
    in: 'Redis',
    holds: 'until when a channel is muted',
    foundBy: null,
    erasure: 'none',
    exported: false,
    retention: 'until the mute ends',
  },
  {
    name: 'done',
    in: 'Redis',
    holds: 'mutes that were carried out, by interaction',
    foundBy: null,
    erasure: 'none',
    exported: false,
    retention: '16 minutes',
  },
  {
    name: 'ReplyDelivery',
    in: 'Durable Objects',
    holds:
      'an answer under way: prompt, addresses of its files, token; then what the buttons under it need: the question, the answer and its versions',
    foundBy: 'deliveries, and the ledger',
    erasure: 'deleted',
    note: 'an answer under way is cancelled; that the interaction was answered stays',
    exported: true,
    retention: '15 minutes',
  },
  {
    name: 'PersonErasure',
    in: 'Durable Objects',
    holds: 'whose erasure is due because they have removed Libra; then when they did',
    foundBy: 'user id',
    erasure: 'stays',
    note: 'it names the person until their erasure has succeeded',
    exported: false,
    retention: 'until the erasure has succeeded, and 16 minutes',
  },
  {
    name: 'ReplayGuard',
    in: 'Durable Objects',
    holds: 'used signatures',
    foundBy: null,
    erasure: 'none',
    exported: false,
    retention: 'until the signature has expired',
  },
  {
    name: 'CircuitBreaker',
    in: 'Durable Objects',
    holds: 'failures of a model',
    foundBy: null,
    erasure: 'none',
    exported: false,
    retention: 'until the circuit has been closed for a while',
  },
  {
    name: 'counters of an isolate',
    in: 'memory',
    holds: 'requests and refusals by user id, pseudonyms for the log; no text',
    foundBy: 'user id',
    erasure: 'stays',
    note: A_LIMIT,
    exported: false,
    retention: 'until the isolate ends',
  },
] as const satisfies readonly Store[];

type Listed = (typeof STORES)[number];

/** A person's part of these is deleted or changed by an erasure. */
export type ErasedStore<In extends Store['in']> = Extract<
  Listed,
  { in: In; erasure: 'deleted' | 'nobody is named any more' | 'written' }
>['name'];
export type ExportedStore<In extends Store['in']> = Extract<Listed, { in: In; exported: true }>['name'];
export type StoreName<In extends Store['in']> = Extract<Listed, { in: In }>['name'];
