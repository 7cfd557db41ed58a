/** Discord turns away whoever does not say who it is. Source: https://docs.discord.com/developers/reference#user-agent */
export function discordUserAgent(version: string): string {
  return `DiscordBot (https://github.com/libra-bot/libra, ${version})`;
}

/** Of a request with a bot's own token. */
export function botHeaders(token: string, version: string) {
  return { authorization: `Bot ${token}`, 'user-agent': discordUserAgent(version) };
}
