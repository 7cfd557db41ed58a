/** Where Discord's API is, and as whom it is asked. */
import type { SettingsReader } from './settings.ts';

/** Without a slash at its end. */
export function readDiscordApiBaseUrl(settings: SettingsReader): string {
  return settings.url('DISCORD_API_BASE_URL', { fallback: 'https://discord.com/api/v10' });
}

export function readBotToken(settings: SettingsReader): string | undefined {
  return settings.optionalText('DISCORD_BOT_TOKEN', {
    pattern: /^[\w-]+\.[\w-]+\.[\w-]+$/,
    form: 'a bot token (three parts joined by dots)',
  });
}
