/**
 * What one row of the fault table says: how a part is broken, and what must come of it. Plain data: the runner (run.ts)
 * plays it, and docs/reliability.md is printed from it.
 */
import type { DiscordFaults } from '../../dev/discord/discord-faults.ts';
import type { HostileMode } from '../../dev/mcp/hostile.ts';
import type { OpenAiFaults } from '../../dev/openai/faults.ts';
import type { ServiceFaults } from '../../dev/stand-in/faults.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Outcome } from '../../workers/bff/answer/end.ts';
import type { Texts } from '../../workers/bot/locale/texts.ts';
import type { ToolFaults } from './tool-outside.ts';

/** Faults in force, part by part. A part that is not named is healthy. */
export interface Switches {
  provider?: OpenAiFaults | readonly OpenAiFaults[];
  secondProvider?: OpenAiFaults;
  redis?: ServiceFaults;
  postgres?: ServiceFaults;
  discord?: DiscordFaults;
  /** What Libra's own tools ask outside. */
  tools?: ToolFaults;
  /** Both circuits of the first provider are held open, as after an outage. */
  circuits?: 'open';
  mcp?: HostileMode;
}

/** What happens after the command was sent, in order. `until …` waits; `set` replaces the faults in force. */
export type Step =
  | 'until the model is asked'
  | 'until the first text'
  | 'until the second message'
  | 'until the whole text'
  | 'kill the delivery'
  | 'fire the alarm'
  | 'fire the alarm twice'
  | 'restart the Workers'
  /** As if its 30 seconds were over. */
  | 'end the lease of the dead'
  | 'cut the bff stream'
  | 'deliver again'
  | 'press Stop'
  | 'until an action is proposed'
  | 'approve it'
  | 'delete the last message'
  | 'until it was to be learned from'
  | { set: Switches };

export type Button = 'retry' | 'continue';

export interface Reading {
  /** `thinking`: the deferred message, which nobody can change any more. `file`: the whole text as an attachment. */
  text: 'whole' | 'start' | 'none' | 'thinking' | 'file';
  /** The stable code in the last line. */
  code?: ErrorCode;
  notices?: readonly (keyof Texts['notices'])[];
  buttons?: readonly Button[];
  /** Of the one action that the answer proposes, in a message of its own. Absent: it proposes none. */
  action?: ActionReading;
}

export type ActionReading = 'waits for a press' | 'was done' | 'is not known to be done' | 'has lapsed';

/** `free`: costs nothing. `exact`: the provider's own count. `estimate`: the provider did not say what it counted. */
export type Billing = 'exact' | 'estimate' | 'free';

export interface LedgerRow {
  /** `running`: nobody could write down how it ended. It counts as reserved once no answer can take so long. */
  outcome: Outcome | 'running';
  billed: Billing;
  /** The second model answered, at the first provider or at the second. */
  fallback?: true | 'second provider';
}

export interface Expectation {
  /** What the Discord user has before him once all is over. */
  reads: Reading;
  /** Requests that reached the provider: for the first model, for the fallback model; and the second provider. */
  calls: readonly [first: number, fallback: number, secondProvider?: number];
  /** In the order of asking. Empty: the ledger could not be written (which is logged), or nothing was to be billed. */
  ledger: readonly LedgerRow[];
  /** Events that must be in the log, under the interaction's trace id where there is one. */
  logs: readonly string[];
  /** Requests to Discord's webhook, where their number is the point. */
  discordRequests?: number;
}

/** How the stack is set up, where a row needs it otherwise than the others. */
export const SETUPS = [
  'second provider',
  'short deadline',
  'thinking model',
  'moderation',
  'notes',
  'MCP server',
  'memory',
] as const;
/**
 * `second provider`: `FALLBACK_OPENAI_BASE_URL` names another one, which is healthy unless `secondProvider` breaks it.
 * `short deadline`: an answer may take 4 seconds in all.
 * `moderation`: questions and answers are judged as by default. `notes`: the same, and nothing is blocked.
 * `MCP server`: one is switched on in every Discord server; it is healthy unless `mcp` breaks it.
 * `memory`: the person has agreed to personal memory, and a model of its own learns from what they say.
 * `thinking model`: the first model may be silent for 8 seconds, before its first token and between two.
 */
export type Setup = (typeof SETUPS)[number];

export interface Fault {
  part: Part;
  /** Completes the sentence "The provider …", "Redis …". Unique. */
  what: string;
  setup?: Setup;
  /** What is asked; by default a question with a short answer. */
  prompt?: string;
  /** A file that is given with the question. */
  attaches?: 'text' | 'image' | 'recording';
  /** What the provider says, where that is no answer to the question. */
  says?: string;
  /** In force before the command is sent. */
  before?: Switches;
  /** Questions asked (and answered) under the fault before the one that is looked at. */
  asksBefore?: number;
  steps?: readonly Step[];
  expected: Expectation;
}

export const PARTS = [
  'provider',
  'tools',
  'mcp',
  'judge',
  'memory',
  'redis',
  'postgres',
  'discord',
  'own',
] as const;
export type Part = (typeof PARTS)[number];
