/** A chat request as the bff goes on with it, from the bot or from an API client. Types alone. */
import type { ChatOptions, StreamOptions } from '../../../shared/chat/completions.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { FollowedAnswer } from '../../../shared/contract/libra.ts';
import type { SeenVersions } from '../../../shared/settings/projection.ts';
import type { ImageSizes } from '../limits/image-size.ts';
import type { AttachmentReference } from '../store/schema/conversations.ts';

export interface AcceptedChat {
  messages: ChatMessage[];
  /** As asked for; undefined for Libra's own choice. */
  model: string | undefined;
  stream: boolean;
  streamOptions: StreamOptions;
  /** What is passed on to the model as it is. */
  passed: ChatOptions;
  /** Those of them that a provider which refuses them may do without. Absent: none. */
  droppable?: readonly (keyof ChatOptions)[];
  /** What is remembered of the last message, where the model is shown more than that. Only from the bot. */
  remembered?: { text: string; attachments: AttachmentReference[] };
  /** Of images that are given by their address. */
  imageSizes?: ImageSizes;
  /** Those of Libra's own tools that an API client has asked for; absent: none. A person has them without asking. */
  libraTools?: true | readonly string[];
  /** What the bot itself can do here; absent: nothing that writes may be offered. Only from the bot. */
  actions?: readonly string[];
  /** Only from the bot. */
  caller: Caller | undefined;
  /** The answer that it asks anew or continues. Only from the bot. */
  follows: FollowedAnswer | undefined;
  /** False: no conversation is read for it, and nothing of it is stored. Only from the bot. */
  isRemembered: boolean;
  /** Versions of the settings that the bot has seen. Only from the bot. */
  seenSettings?: SeenVersions;
  /** The bot has not asked Redis for this question, which came then (Unix milliseconds). Only from the bot. */
  unchecked?: { askedAtMs: number };
  /** Only its person sees the answer. Only from the bot. */
  isPrivate?: true;
  /** The answer is heard, not read. Only from the voice Worker. */
  isSpoken?: true;
  /** A realtime model hears the question and speaks the answer. Only from the voice Worker. */
  realtime?: { talk: string; heardMs: number | null };
  timeoutMs: number;
  /** Its reader takes the text in windows of so many milliseconds; undefined for at once. */
  paceMs: number | undefined;
  /** True when its sender wants to be told what only Libra knows. */
  wantsLibra: boolean;
  /** True when an equal request may be served by the same answer. */
  mayShare: boolean;
  /** True when its sender wants an answer of its own, though its key shares equal ones. */
  declinesSharing: boolean;
}
