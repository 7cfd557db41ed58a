import { modal } from '../discord/respond.ts';
import { createAskModal } from '../modals/ask-about.ts';
import { messageCommand } from './message-command.ts';

/** Opens a modal for the question. */
export const askAbout = messageCommand(
  { name: 'Ask Libra', name_localizations: { ko: '리브라에게 묻기' } },
  async ({ texts }, target) => modal(createAskModal(target, texts)),
);
