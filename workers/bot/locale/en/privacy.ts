import type { PrivacyTexts } from '../texts/privacy.ts';
import { toUnixSec } from '../time.ts';
import { counted } from './counted.ts';

const amount = (count: number) => count.toLocaleString('en-US');

export const privacyEn: PrivacyTexts = {
  summary: ({
    conversations,
    messages,
    usage_events: calls,
    facts,
    oldest_message_at,
    retention_days: days,
    remember,
  }) => {
    const oldest = toUnixSec(oldest_message_at);
    return [
      '**What is stored about you**',
      `Conversations: ${amount(conversations)}, messages: ${amount(messages)}${oldest === null ? '' : ` (the oldest from <t:${oldest}:D>)`}`,
      `Records of model calls: ${amount(calls)} (token counts and cost, no text)`,
      `Facts about you in personal memory: ${facts} (\`/memory list\`)`,
      '',
      remember ? 'I remember our conversations.' : 'I do not remember our conversations.',
      `Messages are deleted automatically after ${counted(days, 'day')}.`,
      '`/privacy export` to download it all · `/privacy erase` to erase it all',
    ].join('\n');
  },
  exported: '📦 This is everything that is stored about you. Only you can see this message.',
  remembering: (enabled) =>
    enabled
      ? '🧠 From now on I remember what we say.'
      : '🙈 From now on I remember nothing. What is stored already can be erased with `/privacy erase`.',
  confirmErasure:
    '**Erase everything that is stored about you?** What we said in every server and direct message is erased, and cannot be brought back. Answers that I am writing stop, and the buttons under answers disappear. Records of model calls will no longer say whose they were.',
  erased: (messages, areAnswersKept) =>
    `🗑️ Erased. (${counted(messages, 'message')})${areAnswersKept ? ' Temporary copies of answers could not be deleted now. They are deleted automatically within 16 minutes.' : ''}`,
  kept: '↩️ Nothing was erased.',
};
