/** The link by which a server or a person adds Libra. */

/** What the bot token is used for: threads for answers, and read_channel (docs/conversations.md, docs/tools-built-in.md). */
export const BOT_PERMISSIONS = {
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  readMessageHistory: 1n << 16n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;

export function inviteLink(applicationId: string): string {
  const permissions = Object.values(BOT_PERMISSIONS).reduce((all, one) => all | one, 0n);
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=${permissions}`;
}
