/** Proposes a poll of Discord's in the channel of the question. The bot posts it, by the token of the press. */
import {
  MAX_POLL_ANSWER_CHARS,
  MAX_POLL_ANSWERS,
  MAX_POLL_HOURS,
  MAX_POLL_QUESTION_CHARS,
  POLL,
  readPoll,
} from '../../../shared/actions/poll.ts';
import type { BotTool } from './tool.ts';

export const poll: BotTool = {
  name: POLL,
  description:
    'Posts a Discord poll in this channel, for everyone to vote. Only when the person asks for a poll or a vote. It needs their ' +
    'approval.',
  parameters: {
    type: 'object',
    properties: {
      question: { type: 'string', minLength: 1, maxLength: MAX_POLL_QUESTION_CHARS },
      answers: {
        type: 'array',
        minItems: 2,
        maxItems: MAX_POLL_ANSWERS,
        items: { type: 'string', minLength: 1, maxLength: MAX_POLL_ANSWER_CHARS },
      },
      duration_hours: { type: 'integer', minimum: 1, maximum: MAX_POLL_HOURS, description: 'Default: 24' },
      multiple: { type: 'boolean', description: 'May one person choose several answers? Default: false' },
    },
    required: ['question', 'answers'],
    additionalProperties: false,
  },
  kind: 'writes',
  by: 'bot',
  propose(args) {
    const read = readPoll(args);
    return read.ok ? { ok: true, args: { ...read.poll } } : { ok: false, content: read.why };
  },
};
