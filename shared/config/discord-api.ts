/** Where Discord's API is, and as whom it is asked. */
import type { VariableReader } from './variables.ts';

/** Without a slash at its end. */
export function readDiscordApiBaseUrl(variables: VariableReader): string {
  return variables.url('DISCORD_API_BASE_URL', { fallback: 'https://discord.com/api/v10' });
}

export function readBotToken(variables: VariableReader): string | undefined {
  return variables.optionalText('DISCORD_BOT_TOKEN', {
    pattern: /^[\w-]+\.[\w-]+\.[\w-]+$/,
    form: 'a bot token (three parts joined by dots)',
  });
}
