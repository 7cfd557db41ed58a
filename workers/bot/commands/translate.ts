import { wishCommand } from './message-command.ts';

export const translate = wishCommand(
  { name: 'Translate', name_localizations: { ko: '번역' } },
  ({ wishes }) => wishes.translate,
);
