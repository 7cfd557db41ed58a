import { wishCommand } from './message-command.ts';

export const summarise = wishCommand(
  { name: 'Summarise', name_localizations: { ko: '요약' } },
  ({ wishes }) => wishes.summarise,
);
