/** In which servers the bot is, what it may do there, and which privileged intents it has and does not need. */
import { botHeaders } from '../../shared/http/discord-headers.ts';
import { BOT_PERMISSIONS, inviteLink } from '../discord/invite.ts';
import type { StackSettings } from '../stack/settings.ts';
import { readVersion } from '../stack/version.ts';
import { type Finding, failed, ok, standIn } from './finding.ts';
import { describeNoAnswer, UnusableAnswerError } from './no-answer.ts';

const PART = 'access';
const TIMEOUT_MS = 5_000;
const ADMINISTRATOR = 1n << 3n;
/** Flags of the application: presence, members, message content, and their limited forms. */
const PRIVILEGED = (0b1111n << 12n) | (0b11n << 18n);

export async function checkAccess({ discord }: StackSettings, apiBaseUrl: string): Promise<Finding> {
  if (discord === undefined) return standIn(PART, 'the three DISCORD_ variables');
  const invite = `Invite it: ${inviteLink(discord.applicationId)}`;
  try {
    const read = async (path: string): Promise<unknown> => {
      const response = await fetch(`${apiBaseUrl}${path}`, {
        headers: botHeaders(discord.botToken, readVersion()),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw new UnusableAnswerError(`status ${response.status}`);
      return response.json();
    };
    const [application, guilds] = (await Promise.all([
      read('/applications/@me'),
      read('/users/@me/guilds'),
    ])) as [{ flags?: number }, { id: string; permissions?: string }[]];
    const surplus = (BigInt(application.flags ?? 0) & PRIVILEGED) !== 0n;
    const intents = surplus ? 'privileged intents are on, none is needed' : 'no privileged intent';
    const lacking = guilds.filter(({ permissions }) => lackedBy(BigInt(permissions ?? '0')).length > 0);
    if (guilds.length === 0) return ok(PART, `in no server yet; ${intents}. ${invite}`);
    if (lacking.length === 0)
      return ok(PART, `in ${guilds.length} servers, with all that it uses; ${intents}`);
    const names = [...new Set(lacking.flatMap(({ permissions }) => lackedBy(BigInt(permissions ?? '0'))))];
    return failed(
      PART,
      `in ${lacking.length} of ${guilds.length} servers it lacks ${names.join(', ')}; ${intents}`,
      `Threads and read_channel need them. ${invite}`,
    );
  } catch (error) {
    return failed(PART, describeNoAnswer(error), 'See what is said of Discord.');
  }
}

/** Names of what a bot with these permissions may not do. Pure. */
export function lackedBy(permissions: bigint): string[] {
  if ((permissions & ADMINISTRATOR) !== 0n) return [];
  return Object.entries(BOT_PERMISSIONS).flatMap(([name, bit]) => ((permissions & bit) === 0n ? [name] : []));
}
