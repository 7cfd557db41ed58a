/** Commands for the tests of this folder, one for each way that options can stand together. */
import type { RegisteredCommand, WorldChannel, WorldUser } from '../../protocol.ts';
import { commandsHere } from './lookup.ts';
import type { LineContext } from './parse.ts';

export const chat: RegisteredCommand = {
  id: '1',
  name: 'chat',
  name_localizations: { ko: '대화' },
  description: 'Ask Libra',
  description_localizations: { ko: '리브라에게 묻기' },
  type: 1,
  options: [
    {
      type: 3,
      name: 'prompt',
      name_localizations: { ko: '질문' },
      description: 'What to ask',
      required: true,
      min_length: 1,
      max_length: 20,
    },
  ],
};

export const mute: RegisteredCommand = {
  id: '2',
  name: 'mute',
  name_localizations: { ko: '조용' },
  description: 'Stay silent',
  type: 1,
  options: [
    {
      type: 4,
      name: 'seconds',
      name_localizations: { ko: '초' },
      description: 'How long',
      required: true,
      min_value: 1,
      max_value: 3600,
    },
  ],
};

export const help: RegisteredCommand = {
  id: '3',
  name: 'help',
  name_localizations: { ko: '도움말' },
  description: 'What Libra can do',
  type: 1,
};

export const draw: RegisteredCommand = {
  id: '4',
  name: 'draw',
  description: 'Several options',
  type: 1,
  options: [
    { type: 3, name: 'subject', description: 'What', required: true },
    {
      type: 3,
      name: 'style',
      description: 'How',
      choices: [
        { name: 'Oil paint', name_localizations: { ko: '유화' }, value: 'oil' },
        { name: 'Ink', value: 'ink' },
      ],
    },
    { type: 5, name: 'private', description: 'Only for you' },
    { type: 10, name: 'scale', description: 'Size', min_value: 0.5, max_value: 2 },
  ],
};

export const give: RegisteredCommand = {
  id: '5',
  name: 'give',
  description: 'Required options after one another',
  type: 1,
  options: [
    { type: 6, name: 'who', description: 'A user', required: true },
    { type: 4, name: 'count', description: 'How many', required: true },
    { type: 3, name: 'note', description: 'A note' },
  ],
};

export const privacy: RegisteredCommand = {
  id: '6',
  name: 'privacy',
  name_localizations: { ko: '개인정보' },
  description: 'What is stored',
  type: 1,
  options: [
    { type: 1, name: 'show', name_localizations: { ko: '보기' }, description: 'Show it' },
    {
      type: 1,
      name: 'erase',
      description: 'Erase it',
      options: [{ type: 5, name: 'sure', description: 'Really', required: true }],
    },
  ],
};

const channel: WorldChannel = { id: 'c', name: 'general', guildId: 'g' };
const moderator: WorldUser = { id: 'u', username: 'u', displayName: 'U', color: '#000', moderator: true };

export const context: LineContext = {
  commands: commandsHere([chat, mute, help, draw, give, privacy], channel, moderator),
  locale: 'en-US',
  nameable: { users: [{ id: '77', name: 'Mina' }], channels: [] },
};
