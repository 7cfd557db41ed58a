/** A person's question, as the bot sends it: text, the files that came with it, and for whom it asks. Pure. */
import * as z from 'zod/mini';
import type { Attachment } from '../../../shared/contract/attachment.ts';
import type { FollowedAnswer } from '../../../shared/contract/libra.ts';
import {
  MAX_ANSWER_MS,
  MAX_CHAT_MESSAGES,
  MAX_COMPLETION_TOKENS,
  MAX_PROMPT_CHARS,
} from '../../../shared/limits.ts';
import { once } from '../../../shared/once.ts';
import { imageSizesOf, showAttachments, toReferences } from '../conversation/attached-files.ts';
import { toStorableText } from '../store/storable-text.ts';
import type { AcceptedChat } from './accepted-chat.ts';
import { type followsSchema, libraFields, MAX_CONTEXT_CHARS } from './libra-fields.ts';
import { readSpoken, spokenContent, toRealtime } from './spoken-question.ts';
import { type Validated, validate } from './validate.ts';
import { withoutNulls } from './without-nulls.ts';

const shortText = (most: number) => z.string().check(z.maxLength(most));

const contentSchema = once(() =>
  z.union([
    z.string(),
    z.pipe(
      z.array(z.strictObject({ type: z.literal('text'), text: z.string() })).check(z.minLength(1)),
      z.transform((parts) => parts.map(({ text }) => text).join('')),
    ),
  ]),
);

const between = (least: number, most: number) => z.nullish(z.number().check(z.gte(least), z.lte(most)));
const tokens = once(() => z.nullish(z.int().check(z.gte(1), z.lte(MAX_COMPLETION_TOKENS))));

const schema = once(() =>
  z.strictObject({
    messages: z
      .array(
        z.strictObject({
          role: z.enum(['system', 'developer', 'user', 'assistant']),
          content: z.union([contentSchema(), spokenContent()]),
          name: z.optional(shortText(64)),
        }),
      )
      .check(z.minLength(1), z.maxLength(MAX_CHAT_MESSAGES)),
    model: z.optional(shortText(100).check(z.minLength(1))),
    stream: z.nullish(z.boolean()),
    stream_options: z.nullish(z.strictObject({ include_usage: z.optional(z.boolean()) })),
    n: z.nullish(z.literal(1)),
    temperature: between(0, 2),
    top_p: between(0, 1),
    max_completion_tokens: tokens(),
    max_tokens: tokens(),
    stop: z.nullish(z.union([shortText(100), z.array(shortText(100)).check(z.maxLength(4))])),
    presence_penalty: between(-2, 2),
    frequency_penalty: between(-2, 2),
    seed: z.nullish(z.int()),
    user: z.optional(shortText(256)),
    libra: z.optional(
      z.strictObject({
        ...libraFields(),
      }),
    ),
  }),
);

export function parsePersonChat(input: unknown): Validated<AcceptedChat> {
  const result = validate(schema(), input);
  if (!result.ok) return result;
  const { model, stream, libra, stream_options: _, n: _n, user: _user, ...rest } = result.value;
  const read = readSpoken(result.value.messages, libra?.realtime !== undefined);
  if (!read.ok) return read;
  const { messages, sound } = read.value;
  if (libra?.caller === undefined) {
    return {
      ok: false,
      code: 'invalid_request',
      param: 'libra.caller',
      detail: "'libra.caller' is missing.",
    };
  }
  for (const [index, { role, content }] of messages.entries()) {
    const param = `messages[${index}].content`;
    if (role === 'user' && content.trim() === '') return { ok: false, code: 'prompt_empty', param };
    const limit = role === 'user' ? MAX_PROMPT_CHARS : MAX_CONTEXT_CHARS;
    if (content.length > limit) return { ok: false, code: 'prompt_too_long', param, evidence: { limit } };
  }
  if (messages.at(-1)?.role !== 'user') {
    const param = `messages[${messages.length - 1}].role`;
    return { ok: false, code: 'invalid_request', param, detail: 'The last message must be the question.' };
  }
  const said = messages.map(({ name, role, content }) => ({
    role,
    content: toStorableText(content),
    ...(name === undefined ? {} : { name: toStorableText(name) }),
  }));
  return {
    ok: true,
    value: {
      ...(libra.realtime === undefined
        ? {
            passed: withoutNulls(rest),
            ...showAll(said, libra.attachments ?? [], libra.follows?.instruction),
          }
        : toRealtime(said, sound, libra.realtime, withoutNulls(rest))),
      model,
      stream: stream === true,
      streamOptions: {},
      caller: libra.caller,
      follows: toFollowed(libra.follows),
      isRemembered: libra.remember !== false,
      ...(libra.settings === undefined ? {} : { seenSettings: libra.settings }),
      ...(libra.unchecked === undefined ? {} : { unchecked: { askedAtMs: libra.unchecked.asked_at_ms } }),
      ...(libra.private === true ? { isPrivate: true } : {}),
      ...(libra.spoken === true ? { isSpoken: true } : {}),
      ...(libra.actions === undefined ? {} : { actions: libra.actions }),
      paceMs: libra.pace_ms,
      timeoutMs: Math.min(libra.timeout_ms ?? MAX_ANSWER_MS, MAX_ANSWER_MS),
      wantsLibra: true,
      // Sound is no part of an answer that is kept.
      mayShare: libra.realtime === undefined,
      declinesSharing: false,
    },
  };
}

function toFollowed(
  follows: z.infer<ReturnType<typeof followsSchema>> | undefined,
): FollowedAnswer | undefined {
  if (follows === undefined) return undefined;
  const { shown, question, instruction: _, ...rest } = follows;
  return {
    ...rest,
    ...(shown === undefined ? {} : { shown: toStorableText(shown) }),
    ...(question === undefined ? {} : { question: toStorableText(question) }),
  };
}

/**
 * The files, and how the answer is to differ from an earlier one, stand in the last message; of that, its text and what the files
 * are called are remembered.
 */
function showAll(
  messages: { role: 'system' | 'developer' | 'user' | 'assistant'; content: string }[],
  attachments: readonly Attachment[],
  instruction: string | undefined,
): Pick<AcceptedChat, 'messages' | 'remembered' | 'imageSizes'> {
  const last = messages.at(-1);
  if (last === undefined || (attachments.length === 0 && instruction === undefined)) return { messages };
  const text = instruction === undefined ? last.content : `${last.content}\n\n${toStorableText(instruction)}`;
  const shown = { ...last, role: 'user' as const, content: showAttachments(text, attachments) };
  return {
    messages: [...messages.slice(0, -1), shown],
    remembered: { text: last.content, attachments: toReferences(attachments) },
    imageSizes: imageSizesOf(attachments),
  };
}
