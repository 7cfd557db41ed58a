/** `npm run register`: makes Discord's commands those that the code declares. */
import { commandDefinitions } from '../workers/bot/commands/table.ts';
import { inviteLink } from './discord/invite.ts';
import { readArguments } from './stack/arguments.ts';
import { readOperatorVars } from './stack/dev-vars.ts';
import { explain } from './stack/explain.ts';
import { registerCommands } from './stack/register.ts';

const HELP = `Registers the commands with Discord (bulk overwrite: commands that are not declared disappear,
but for the Entry Point command of an application with Activities).

  npm run register                       everywhere; Discord shows them within an hour at most
  npm run register -- --guild GUILD_ID   in one server, at once
  npm run register -- --dry-run          print what would be sent, and send nothing

Needs DISCORD_APPLICATION_ID, DISCORD_PUBLIC_KEY and DISCORD_BOT_TOKEN in .dev.vars; with LIBRA_ENV=production in .production.vars.`;

const { values } = readArguments(HELP, {
  options: { guild: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
});

try {
  if (values['dry-run']) console.log(JSON.stringify(commandDefinitions, null, 2));
  else await register(values.guild);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function register(guildId: string | undefined): Promise<void> {
  if (guildId !== undefined && !/^\d{17,20}$/.test(guildId))
    throw new Error('--guild takes a server id (17 to 20 digits)');
  const { discord } = readOperatorVars();
  if (discord === undefined) throw new Error(`Nothing to register with.\n\n${HELP}`);
  const count = await registerCommands({
    apiBaseUrl: 'https://discord.com/api/v10',
    applicationId: discord.applicationId,
    botToken: discord.botToken,
    ...(guildId === undefined ? {} : { guildId }),
  });
  console.log(
    `${count} commands registered ${guildId === undefined ? 'everywhere' : `in server ${guildId}`}.`,
  );
  console.log(`Invite Libra: ${inviteLink(discord.applicationId)}`);
}
