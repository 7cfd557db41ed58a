import { openToolPanel } from '../settings/tools/press.ts';
import { type Command, EVERYWHERE } from './command.ts';

/** Seen by the caller alone. It works in every channel, as `/settings` does. */
export const tools: Command = {
  definition: {
    name: 'tools',
    name_localizations: { ko: '도구' },
    description: 'See what Libra can use here, and switch it on or off',
    description_localizations: { ko: '리브라가 여기서 쓰는 도구를 보고, 켜거나 꺼요' },
    ...EVERYWHERE,
  },
  handle: openToolPanel,
};
