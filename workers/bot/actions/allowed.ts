/** Which of the tools that the bot carries out can work in the place of an interaction. Pure. */
import { POLL } from '../../../shared/actions/poll.ts';
import { REMIND } from '../../../shared/actions/remind.ts';
import type { InteractionBase } from '../discord/parse.ts';
import { mayPostPolls, mayWrite } from '../discord/permissions.ts';

type Place = Pick<
  InteractionBase,
  'guildId' | 'parentId' | 'permissions' | 'appPermissions' | 'isInstalledInGuild' | 'isBotDm'
>;

/**
 * A poll is posted by the token of an interaction, for a person who may post one; a reminder by Libra's own, where Libra is a
 * member.
 */
export function actionsIn(place: Place, { hasBotToken }: { hasBotToken: boolean }): string[] {
  return [
    ...(mayPostPolls(place, place.permissions) ? [POLL] : []),
    ...(hasBotToken && mayWriteLater(place) ? [REMIND] : []),
  ];
}

function mayWriteLater(place: Place): boolean {
  if (place.guildId === null) return place.isBotDm;
  return (
    place.isInstalledInGuild && mayWrite(place, place.permissions) && mayWrite(place, place.appPermissions)
  );
}
