/** Who and what is there before anything happens: three people, a Korean and an English server, direct messages. */
import type { WorldChannel, WorldGuild, WorldRole, WorldUser } from '../protocol.ts';

export const USERS: readonly WorldUser[] = [
  {
    id: '1300000000000000101',
    username: 'haneul',
    displayName: '하늘',
    color: '#5865f2',
    moderator: false,
    locale: 'ko',
    roleIds: { '1300000000000000201': ['1300000000000000402'] },
  },
  {
    id: '1300000000000000102',
    username: 'robin',
    displayName: 'Robin',
    color: '#23a55a',
    moderator: false,
    locale: 'en-US',
    roleIds: { '1300000000000000202': ['1300000000000000412'] },
  },
  {
    id: '1300000000000000103',
    username: 'bora',
    displayName: '보라',
    color: '#c27c0e',
    moderator: true,
    locale: 'ko',
    roleIds: {
      '1300000000000000201': ['1300000000000000401'],
      '1300000000000000202': ['1300000000000000411'],
    },
  },
];

export const GUILDS: readonly WorldGuild[] = [
  { id: '1300000000000000201', name: '별자리 연구소', locale: 'ko' },
  { id: '1300000000000000202', name: 'Night Sky Club', locale: 'en-US' },
];

/** A guild's `@everyone` has the guild's id. */
export const ROLES: readonly WorldRole[] = [
  { id: '1300000000000000401', guildId: '1300000000000000201', name: '운영진', color: '#c27c0e' },
  { id: '1300000000000000402', guildId: '1300000000000000201', name: '별지기', color: '#5865f2' },
  { id: '1300000000000000411', guildId: '1300000000000000202', name: 'Staff', color: '#c27c0e' },
  { id: '1300000000000000412', guildId: '1300000000000000202', name: 'Stargazers', color: '#23a55a' },
];

export const CHANNELS: readonly WorldChannel[] = [
  { id: '1300000000000000301', name: '일반', guildId: '1300000000000000201' },
  { id: '1300000000000000302', name: '질문', guildId: '1300000000000000201' },
  { id: '1300000000000000303', name: '코드', guildId: '1300000000000000201' },
  { id: '1300000000000000304', name: '연령-제한', guildId: '1300000000000000201', nsfw: true },
  { id: '1300000000000000311', name: 'general', guildId: '1300000000000000202' },
  { id: '1300000000000000312', name: 'help', guildId: '1300000000000000202' },
  ...USERS.map((user, index) => ({
    id: `130000000000000032${index + 1}`,
    name: 'Libra',
    guildId: null,
    recipientId: user.id,
  })),
];
