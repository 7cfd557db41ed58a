/** The bodies that the control routes take; their types are in protocol.ts, surfaces.ts and discord-faults.ts. */
import { z } from 'zod';

export const locale = z.enum(['ko', 'en-US']);
const count = z.int().min(0);
const ms = z.number().min(0);

export const INVOKE_COMMAND = z.strictObject({
  name: z.string(),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  userId: z.string(),
  channelId: z.string(),
  locale: z.string(),
  unchecked: z.boolean().optional(),
});
export const PRESS_COMPONENT = z.strictObject({
  messageId: z.string(),
  customId: z.string(),
  values: z.array(z.string()).optional(),
  userId: z.string(),
  locale,
});
export const USE_MENU_COMMAND = z.strictObject({
  name: z.string(),
  type: z.union([z.literal(2), z.literal(3)]),
  targetId: z.string(),
  userId: z.string(),
  channelId: z.string(),
  locale,
});
export const POST_MESSAGE = z.strictObject({
  userId: z.string(),
  channelId: z.string(),
  content: z.string().trim().max(2_000),
  uploads: z.array(z.string()).max(10).optional(),
  voice: z
    .strictObject({ duration_secs: z.number().positive(), waveform: z.string().min(1).max(400) })
    .optional(),
});
export const AUTOCOMPLETE = z.strictObject({
  name: z.string(),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  focused: z.string(),
  userId: z.string(),
  channelId: z.string(),
  locale,
});
export const CAST_VOTE = z.strictObject({
  messageId: z.string(),
  answerIds: z.array(z.int()).max(10),
  userId: z.string(),
});
export const SUBMIT_MODAL = z.strictObject({
  interactionId: z.string(),
  userId: z.string(),
  locale,
  values: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
});
const bits = z.string().regex(/^\d{1,20}$/);
export const SET_OVERWRITES = z.strictObject({
  channelId: z.string(),
  overwrites: z.array(z.strictObject({ id: z.string(), allow: bits, deny: bits })),
});
export const DEAUTHORISE = z.strictObject({ userId: z.string() });
export const CREATE_THREAD = z.strictObject({ channelId: z.string(), name: z.string().min(1).max(100) });
export const FAULTS = z.strictObject({
  unknownWebhookMs: ms.optional(),
  failNext: z.strictObject({ count, status: z.int().min(400).max(599) }).optional(),
  rateLimitNext: z
    .strictObject({ count, retryAfterSec: ms, global: z.boolean().optional(), bare: z.boolean().optional() })
    .optional(),
  failThreads: z
    .strictObject({
      count,
      status: z.int().min(400).max(599),
      code: count,
      isCarriedOut: z.boolean().optional(),
    })
    .optional(),
  failPosts: z
    .strictObject({
      count,
      status: z.int().min(400).max(599),
      code: count.optional(),
      retryAfterSec: ms.optional(),
      isCarriedOut: z.boolean().optional(),
    })
    .optional(),
  delayMs: ms.optional(),
  cutNext: count.optional(),
  cutNextFollowUp: count.optional(),
  autoModText: z.string().optional(),
  withoutMessageContent: z.boolean().optional(),
  tokenLifeMs: ms.optional(),
  maxFollowUps: count.optional(),
  refuseVoice: z.boolean().optional(),
  cdn: z
    .union([
      z.strictObject({ status: z.int().min(400).max(599) }),
      z.strictObject({ delayMs: z.int().min(0).max(60_000) }),
      z.literal('hang'),
    ])
    .optional(),
  fileLinkLifeSec: count.optional(),
});
