/** A question that a realtime model hears: its words, as they were understood, and its sound behind them. Pure. */
import * as z from 'zod/mini';
import type { ChatOptions } from '../../../shared/chat/completions.ts';
import type { RealtimeQuestion } from '../../../shared/contract/libra.ts';
import { once } from '../../../shared/once.ts';
import type { AcceptedChat } from './accepted-chat.ts';
import type { Validated } from './validate.ts';

/** Some eighteen seconds, in base64; what is longer is asked by its words alone. */
const MAX_SOUND_CHARS = 1_200_000;

const sound = once(() => z.string().check(z.maxLength(MAX_SOUND_CHARS), z.regex(/^[A-Za-z0-9+/]+={0,2}$/)));

export const spokenContent = once(() =>
  z.tuple([
    z.strictObject({ type: z.literal('text'), text: z.string() }),
    z.strictObject({
      type: z.literal('input_audio'),
      input_audio: z.strictObject({ data: sound(), format: z.literal('pcm16') }),
    }),
  ]),
);

type Role = 'system' | 'developer' | 'user' | 'assistant';

interface Given<Content> {
  role: Role;
  content: Content;
  name?: string | undefined;
}

/** The words of all messages, and the sound of the last one. */
export function readSpoken(
  given: readonly Given<string | z.infer<ReturnType<typeof spokenContent>>>[],
  isRealtime: boolean,
): Validated<{ messages: Given<string>[]; sound: string | null }> {
  let sound: string | null = null;
  const messages: Given<string>[] = [];
  for (const [index, message] of given.entries()) {
    const { content } = message;
    if (typeof content === 'string') {
      messages.push({ ...message, content });
      continue;
    }
    const mayBeHeard = isRealtime && index === given.length - 1 && message.role === 'user';
    if (!mayBeHeard) return { ok: false, code: 'invalid_request', param: `messages[${index}].content` };
    sound = content[1].input_audio.data;
    messages.push({ ...message, content: content[0].text });
  }
  return { ok: true, value: { messages, sound } };
}

export function toRealtime(
  said: readonly { role: Role; content: string }[],
  sound: string | null,
  { talk, voice, heard_ms: heardMs }: RealtimeQuestion,
  passed: ChatOptions,
): Pick<AcceptedChat, 'messages' | 'remembered' | 'realtime' | 'passed'> {
  const text = said.at(-1)?.content ?? '';
  const heard = {
    role: 'user' as const,
    content: [
      { type: 'text' as const, text },
      ...(sound === null
        ? []
        : [{ type: 'input_audio' as const, input_audio: { data: sound, format: 'pcm16' } }]),
    ],
  };
  return {
    messages: [...said.slice(0, -1), heard],
    remembered: { text, attachments: [] },
    realtime: { talk, heardMs: heardMs ?? null },
    passed: { ...passed, modalities: ['text', 'audio'], audio: { voice, format: 'pcm16' } },
  };
}
