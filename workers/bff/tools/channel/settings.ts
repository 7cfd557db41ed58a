/** By which token the bff reads messages of a channel, if it may. */
import type { SettingsReader } from '../../../../shared/config/settings.ts';

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
export function readChannelReading(read: SettingsReader): ChannelReading | null {
  const token = read.optionalText('CHANNEL_READER_TOKEN', {
    pattern: /^[\w.-]+$/,
    form: 'the token of a Discord bot',
  });
  const apiBaseUrl = read.url('DISCORD_API_BASE_URL', { fallback: 'https://discord.com/api/v10' });
  const version = read.text('LIBRA_VERSION', { fallback: 'dev' });
  return token === undefined ? null : { apiBaseUrl, token, version };
}
