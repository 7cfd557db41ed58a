import { wishCommand } from './message-command.ts';

export const explainCode = wishCommand(
  { name: 'Explain code', name_localizations: { ko: '코드 설명' } },
  ({ wishes }) => wishes.explainCode,
);
