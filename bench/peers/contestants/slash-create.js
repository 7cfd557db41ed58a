import { CloudflareWorkerServer, SlashCommand, SlashCreator } from 'slash-create/web';

const server = new CloudflareWorkerServer();
let creator;

class HelpCommand extends SlashCommand {
  constructor(owner, content) {
    super(owner, { name: 'help', description: 'What Libra can do' });
    this.content = content;
  }
  async run() {
    return { content: this.content, ephemeral: true };
  }
}

export default {
  fetch(request, env, context) {
    if (creator === undefined) {
      creator = new SlashCreator({
        applicationID: env.DISCORD_APPLICATION_ID,
        publicKey: env.DISCORD_PUBLIC_KEY,
        token: env.DISCORD_TOKEN,
      });
      creator.withServer(server).registerCommand(new HelpCommand(creator, env.HELP));
    }
    return server.fetch(request, env, context);
  },
};
