/**
 * Discord's refusals: HTTP status, JSON code, message.
 *
 * Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
 */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { FormErrors } from '../rules/form.ts';

const REFUSALS = {
  internal: [500, 0, '500: Internal Server Error'],
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unknownApplication: [404, 10_002, 'Unknown Application'],
  unknownChannel: [404, 10_003, 'Unknown Channel'],
  unknownMessage: [404, 10_008, 'Unknown Message'],
  unknownWebhook: [404, 10_015, 'Unknown Webhook'],
  unknownInteraction: [404, 10_062, 'Unknown interaction'],
  tooManyCommands: [400, 30_032, 'Maximum number of application commands reached'],
  tooLarge: [413, 40_005, 'Request entity too large'],
  tooManyFollowUps: [400, 40_094, 'This interaction has hit the maximum number of follow up messages'],
  alreadyAcknowledged: [400, 40_060, 'Interaction has already been acknowledged.'],
  userAgent: [403, 40_333, 'internal network error'],
  missingAccess: [403, 50_001, 'Missing Access'],
  wrongChannelType: [400, 50_024, 'Cannot execute action on this channel type'],
  missingPermissions: [403, 50_013, 'Missing Permissions'],
  threadExists: [400, 160_004, 'A thread has already been created for this message'],
  emptyMessage: [400, 50_006, 'Cannot send an empty message'],
  invalidWebhookToken: [401, 50_027, 'Invalid Webhook Token'],
  voiceContent: [400, 50_159, 'Voice messages do not support additional content.'],
  voiceAttachment: [400, 50_160, 'Voice messages must have a single audio attachment.'],
  voiceMetadata: [400, 50_161, 'Voice messages must have supporting metadata.'],
  voiceEdit: [400, 50_162, 'Voice messages cannot be edited.'],
  voiceHere: [400, 50_173, 'Cannot send voice messages in this channel.'],
  invalidForm: [400, 50_035, 'Invalid Form Body'],
  invalidVersion: [400, 50_041, 'Invalid API version specified'],
  entryPointRemoved: [
    400,
    50_240,
    "You cannot remove this app's Entry Point command in a bulk update operation. Please include the Entry Point command in your update request or delete it separately.",
  ],
  pollOver: [400, 520_001, 'Poll expired'],
  pollOnMessage: [400, 520_003, 'Cannot edit a poll message'],
  noPoll: [400, 520_006, 'Cannot expire a non-poll message'],
  invalidJson: [400, 50_109, 'The request body contains invalid JSON.'],
  titleAutoModeration: [400, 200_001, 'Title was blocked by automatic moderation'],
  autoModeration: [400, 200_000, 'Message was blocked by automatic moderation'],
} as const satisfies Record<string, readonly [ContentfulStatusCode, number, string]>;

export type Refusal = keyof typeof REFUSALS;

export function refuse(c: Context, refusal: Refusal, errors?: FormErrors): Response {
  const [status, code, message] = REFUSALS[refusal];
  return c.json({ message, code, ...(errors === undefined ? {} : { errors }) }, status);
}

export function refuseContentType(c: Context): Response {
  const error = {
    code: 'CONTENT_TYPE_INVALID',
    message: "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
  };
  return refuse(c, 'invalidForm', { _errors: [error] });
}
