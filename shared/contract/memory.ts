/**
 * Personal memory: what a person has told about themselves, kept over conversations, once they have agreed. All bot → bff,
 * POST, signed as the bot. Whose it is, and where it is asked for, is the caller's alone: no request names a person or a server.
 */
import type { Caller } from './caller.ts';

/** Body `MemoryRequest`, answer `MemoryView`. */
export const MEMORY_SHOW_PATH = '/v1/memory/show';
/** Body `ChooseMemoryRequest`, answer `MemoryView`. */
export const MEMORY_CHOOSE_PATH = '/v1/memory/choose';
/** Body `SaveFactRequest`, answer `SavedFact`. 404 `fact_not_found`, 400 `fact_refused`, 403 `memory_off`. */
export const MEMORY_SAVE_PATH = '/v1/memory/save';
/** Body `ForgetFactRequest`, answer `MemoryView`. */
export const MEMORY_FORGET_PATH = '/v1/memory/forget';

export const MEMORY_PLACES = ['here', 'everywhere'] as const;
/** `here`: this server, or direct messages. */
export type MemoryPlace = (typeof MEMORY_PLACES)[number];

/** `paused`: on, but not in this conversation. */
export type MemoryState = 'on' | 'off' | 'paused';

export interface MemoryRequest {
  libra: { caller: Caller };
}

export interface ChooseMemoryRequest extends MemoryRequest {
  /** `on` is the person's agreement; it ends a pause of this conversation as well. */
  choice: 'on' | 'off' | 'pause';
  /** Of a pause: `here`. */
  where: MemoryPlace;
}

export interface SaveFactRequest extends MemoryRequest {
  /** At most `MAX_FACT_CHARS`. Absent: the text of `fact` stays. */
  text?: string;
  /** The fact that is edited, as `MemoryFact` names it. Absent: a new one, which may supersede one about the same. */
  fact?: string;
  /** Where it is used. Absent: here; of an edited one: as it was. */
  where?: MemoryPlace;
  /** Discord's message that it is from. */
  message?: string;
}

export interface SavedFact {
  fact: MemoryFact;
  /** What it has superseded; null for nothing. */
  superseded: string | null;
}

export interface ForgetFactRequest extends MemoryRequest {
  /** As `MemoryFact` names them, or all of the person's, wherever they are used. */
  facts: string[] | 'all';
}

export interface MemoryView {
  state: MemoryState;
  /** What `state` was chosen for. */
  where: MemoryPlace;
  /** False: this place or the person keeps no conversations, and then no facts either. */
  allowed: boolean;
  /** True when facts are also learned from what is said, not from explicit wishes alone. */
  learns: boolean;
  /** Those that are used here; in a direct message all of them. The newest first. */
  facts: MemoryFact[];
  /** How many there are elsewhere. */
  elsewhere: number;
  /** Of `ForgetFactRequest`: how many went. */
  forgotten?: number;
}

export interface MemoryFact {
  /** Decimal digits. */
  id: string;
  text: string;
  place: MemoryPlace | 'elsewhere';
  origin: 'told' | 'message' | 'learned';
  /** ISO 8601. */
  valid_from: string;
  /** How many answers it went along with. */
  uses: number;
  /** What it was before, the newest first. */
  earlier: { text: string; from: string; until: string }[];
}

/** UTF-16 units: a sentence or two. */
export const MAX_FACT_CHARS = 300;
/** Of one person; those that were not used for longest go first. */
export const MAX_FACTS = 200;
