/** By which token the bff reads messages of a channel, if it may. */
import { readDiscordApiBaseUrl } from '../../../../shared/config/discord-api.ts';
import type { VariableReader } from '../../../../shared/config/variables.ts';
import { readVersion } from '../../../../shared/config/worker.ts';

export interface ChannelReading {
  /** Without a slash at its end. */
  apiBaseUrl: string;
  token: string;
  version: string;
}

/**
 * Null when no token is set: the tool is then not offered. A bot of its own with no right but to view channels and to read their
 * history does for it.
 */
export function readChannelReading(read: VariableReader): ChannelReading | null {
  const token = read.optionalText('CHANNEL_READER_TOKEN', {
    pattern: /^[\w.-]+$/,
    form: 'the token of a Discord bot',
  });
  const apiBaseUrl = readDiscordApiBaseUrl(read);
  const version = readVersion(read);
  return token === undefined ? null : { apiBaseUrl, token, version };
}
