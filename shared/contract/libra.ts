/** What Libra adds to OpenAI's wire format, in a `libra` object that standard clients ignore. */
import type { SeenVersions } from '../settings/projection.ts';
import type { ProposedAction } from './actions.ts';
import type { Attachment } from './attachment.ts';
import type { Caller } from './caller.ts';
import type { Passage } from './documents.ts';

/** What only Libra's own Workers may add to a request. */
export interface LibraRequest {
  /** Whose request this is. Believed only when the request is signed as the bot. */
  caller?: Caller;
  /** The answer that this request follows, at the press of a button under it. Only from the bot. */
  follows?: FollowedAnswer;
  /** False: nothing of the caller's conversation is read, and nothing of this turn is stored in it. Only from the bot. */
  remember?: false;
  /** Only the caller sees the answer: it belongs to their own conversation, also where the channel has one. Only from the bot. */
  private?: true;
  /** The answer is heard, not read: it is to be short and without markdown. Only from the voice Worker. */
  spoken?: true;
  /** The answer is to be spoken by the model itself, which hears the question. Only from the voice Worker. */
  realtime?: RealtimeQuestion;
  /** The files that were given with the last message. Only from the bot. */
  attachments?: Attachment[];
  /**
   * The tools by which the bot itself can do something here, by their names. Absent: nobody can approve anything, and no tool
   * that writes is offered. Only from the bot.
   */
  actions?: string[];
  /** Versions of the settings that the bot has seen for this question. Only from the bot. */
  settings?: SeenVersions;
  /**
   * The bot goes by what it remembers of this place and has not asked Redis: the bff looks at mutes and at those versions, and
   * notes the delivery. `asked_at_ms` in Unix milliseconds. Only from the bot.
   */
  unchecked?: { asked_at_ms: number };
  /** Milliseconds left for the whole request, measured when it was sent (a duration, so clocks need not agree). */
  timeout_ms?: number;
  /**
   * The reader takes the text in windows of so many milliseconds: until then it may be collected on the way. Absent: at once
   * as long as there is time. The first text is never held back.
   */
  pace_ms?: number;
  /** From the bff to llm: whether a prompt that is too long moves on to a model with a larger window (as it does by default). */
  on_overflow?: 'tell' | 'move';
  /** From the bff to llm: fields of the request that Libra added, which may be changed for a provider that refuses them. */
  own_fields?: string[];
  /** From the bff to llm: the live conversation, by a name that nobody else's has: its session at the provider is kept. */
  line?: string;
  /** From the bff to llm, with `line`: of the spoken answer before this one only so many milliseconds were heard. */
  heard_ms?: number;
  /** From the bff to llm: images at Discord's CDN may be sent as data to a provider that cannot fetch them. */
  inline_images?: true;
  /** From the bff to llm: nothing of Libra's stands in a chunk; who answers is said in a comment, which the bff takes out. */
  bare?: boolean;
  /** From an API client: an equal request of the same key may be served by this answer, or this one by an earlier answer. */
  cache?: boolean;
  /** From an API client: Libra's own tools that the model may call, by their names; true: all of them. */
  tools?: true | string[];
}

/** A question to a realtime model. Its last message may have a part `input_audio` of format `pcm16` behind its text. */
export interface RealtimeQuestion {
  /** Of the conversation: the same in all of its questions. */
  talk: string;
  /** A voice of the model. */
  voice: string;
  /** Of the answer before this one only so many milliseconds were heard; absent: all. */
  heard_ms?: number;
}

/** An answer that is asked anew or continued. */
export interface FollowedAnswer {
  /** `retry`: the new attempt takes its place in the history. `continue`: the new answer goes on where it ended. */
  action: 'retry' | 'continue';
  /** The idempotency key of its request: the id of its interaction. */
  request: string;
  /** `retry`: how the new answer is to differ. The model reads it behind the question; it is no part of what is stored. */
  instruction?: string;
  /** `continue`: the end of what was shown, for an answer that was not stored. */
  shown?: string;
  /** `continue`: what was asked, for a question that is not stored. */
  question?: string;
}

/** What Libra knows and the standard cannot say; on the first chunk, the last one, or both. */
export interface LibraResponse {
  /** The model that really answered. */
  model?: string;
  /** The provider that answered. */
  provider?: string;
  /** True when the first choice of model did not answer and another did. */
  fallback?: boolean;
  /** True for a model that may think in silence, also between two parts of its answer. */
  thinks?: boolean;
  /** True when no model was called for this answer. */
  cached?: boolean;
  /** False when this turn will not be remembered (the database is down). */
  remembered?: boolean;
  /** True when nothing of this person had been stored in this server before. Said before the answer. */
  first_use?: boolean;
  /** The caller's own choice of a model, which is no longer in the catalogue and was taken back. Said before the answer. */
  dropped_model?: string;
  /** Who speaks: the key of a built-in persona, or the name of one of the server's. Said before the answer. */
  persona?: { name: string; avatar: string | null };
  conversation_id?: string;
  cost_micro_usd?: number;
  /** A tool of Libra's has begun or ended; in a chunk of its own. */
  tool?: ToolState;
  /** The tools of Libra's that were run for this answer, each once. With the last chunk. */
  tools_used?: string[];
  /** What the tools took their results from. With the last chunk. */
  sources?: Source[];
  /** What the answer proposes to do: nothing of it has been done. With the last chunk. */
  proposed?: ProposedAction[];
  /** The facts of personal memory that went along with the question, by their ids. With the last chunk. */
  memories?: string[];
  /** Whether the answer can be spoken; `wanted`: its person wants to hear every answer. With the last chunk. */
  speech?: SpeechOffer;
  /** What documents the answer may be taken from. Before the answer and with the last chunk. */
  documents?: DocumentSources;
}

export const SPEECH_OFFERS = ['none', 'offered', 'wanted'] as const;
export type SpeechOffer = (typeof SPEECH_OFFERS)[number];

export interface DocumentSources {
  /** Those that the model was shown, by their numbers: it may cite no other. */
  passages: Passage[];
  /** Only words were compared, or the documents could not be searched; absent: all went well. */
  problem?: 'words_only' | 'unavailable';
}

export interface ToolState {
  /** The call's. */
  id: string;
  name: string;
  state: 'running' | 'done' | 'failed';
  /** What it works on: a host, a search. */
  subject?: string;
}

export interface Source {
  /** http or https. */
  url: string;
  title: string;
}
