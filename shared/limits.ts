/** Bounds that more than one Worker must agree on. Each says where its value comes from. */

/** A person's prompt in characters (UTF-16 units): Discord's slash command options end at 6,000. */
export const MAX_PROMPT_CHARS = 6_000;

/** What each question reserves of a budget for its answer, in tokens, at least. */
export const RESERVED_ANSWER_TOKENS = 1_024;

/** The end of an answer that travels along when it is continued: a page or two is enough to go on from. */
export const MAX_SHOWN_CHARS = 4_000;

/** Files of one question: the options that `/chat` has for them. */
export const MAX_ATTACHMENTS = 3;

/** A text file, in bytes: about 60,000 tokens of English, half of what common models read. */
export const MAX_ATTACHED_TEXT_BYTES = 256 * 1024;

/** An image, in bytes: what OpenAI reads of one. */
export const MAX_ATTACHED_IMAGE_BYTES = 20 * 1024 * 1024;

/**
 * The body of a chat request of the bot, in bytes: 64 messages of the largest prompt in three-byte Hangul still fit, or three
 * of the largest text files, of which JSON escapes every character.
 */
export const MAX_CHAT_BODY_BYTES = 1_300_000 + 2 * MAX_ATTACHMENTS * MAX_ATTACHED_TEXT_BYTES;

/** A server's settings as a document, in bytes: all that can be set, in three-byte Hangul. */
export const MAX_SETTINGS_DOCUMENT_BYTES = 3 * 1024 * 1024;

/** Roles of a member: as many as a server of Discord may have. */
export const MAX_ROLES = 250;

/** Messages in one request of the bot. */
export const MAX_CHAT_MESSAGES = 64;

/**
 * The body of an API client's chat request, in bytes, unless configured: several photographs or a long document. While it is
 * checked and passed on, an isolate holds about five copies of it, and has 128 MB for all of its requests.
 */
export const DEFAULT_API_BODY_BYTES = 8 * 1024 * 1024;

/** The most that may be configured: four times as much leaves room for one such request at a time. */
export const MAX_API_BODY_BYTES = 16 * 1024 * 1024;

/** A recording to be transcribed, in bytes: OpenAI's own bound. */
export const MAX_RECORDING_BYTES = 25 * 1024 * 1024;

/** The form that holds it, with four megabytes for voices to know again. */
export const MAX_FORM_BYTES = MAX_RECORDING_BYTES + 4 * 1024 * 1024;

/** Of forms that wait for their answer, one isolate holds so much: two of the largest. */
export const MAX_HELD_FORM_BYTES = 2 * MAX_FORM_BYTES;

/** Of a model that nothing is known of, in tokens: what the largest read and write. The provider judges the rest. */
export const DEFAULT_WINDOW_TOKENS = 1_048_576;
export const DEFAULT_COMPLETION_TOKENS = 131_072;

/** The most that an answer may have, in tokens: what the gpt-4o family writes at most in one call. */
export const MAX_COMPLETION_TOKENS = 16_384;

/** An answer is cut off here, in UTF-16 units: far beyond what a model says in one go, far below what hurts an isolate. */
export const MAX_ANSWER_CHARS = 200_000;

/** The longest that one answer may take from the first byte of the request to the last of the answer, in milliseconds.
 *  Discord's interaction token lives 15 minutes; a person does not wait longer than two. */
export const MAX_ANSWER_MS = 120_000;

/** How long a hop waits for a real status before it answers 200 and goes on in the stream, in milliseconds.
 *  llm decides first, so that the bff can still pass its status on. See docs/decisions/0003-early-status.md. */
export const LLM_EARLY_STATUS_MS = 1_000;
export const BFF_EARLY_STATUS_MS = 1_500;

/** A document to be searched, in bytes: what Discord takes of a person without a subscription. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;

/** Its pages, and the characters of its text: a thick book. Parsing one has to end within an alarm's processor time. */
export const MAX_DOCUMENT_PAGES = 400;
export const MAX_DOCUMENT_CHARS = 1_500_000;
/** Of a text that an operator adds by the API: it is read within the request. */
export const MAX_OPERATOR_TEXT_CHARS = 200_000;

/** Its chunks. */
export const MAX_DOCUMENT_CHUNKS = 2_000;

/** Files of one form, as Discord bounds it. */
export const MAX_DOCUMENT_FILES = 10;

/** Documents of a server, a channel or a person; their chunks together, which one scan still searches in tens of milliseconds. */
export const MAX_DOCUMENTS = 100;
export const MAX_SPACE_CHUNKS = 10_000;

/** Documents that may be added to one of them in a day. */
export const MAX_DOCUMENTS_A_DAY = 60;

/** The name of a document, in characters. */
export const MAX_DOCUMENT_NAME_CHARS = 100;

/** Chunks in one request: what one call for vectors takes. */
export const CHUNKS_PER_REQUEST = 48;

/** A recording in a message, in seconds, as far as its length is known before it is heard. */
export const MAX_RECORDING_SEC = 3_600;

/** What is spoken at once, in characters: OpenAI's own bound. */
export const MAX_SPOKEN_CHARS = 4_096;

/** The sound of it, in bytes: ten minutes at 64 kbit/s, and what Discord takes of a bot. */
export const MAX_SPEECH_BYTES = 5 * 1024 * 1024;

/** The name of a voice, in characters. */
export const MAX_VOICE_CHARS = 64;
