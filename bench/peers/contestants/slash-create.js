import { CloudflareWorkerServer, SlashCommand, SlashCreator } from 'slash-create/web';

const server = new CloudflareWorkerServer();
let creator;

class HelpCommand extends SlashCommand {
  constructor(owner, data) {
    super(owner, { name: 'help', description: 'What Libra can do' });
    this.data = data;
  }
  async run() {
    return this.data;
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
      creator.withServer(server).registerCommand(new HelpCommand(creator, JSON.parse(env.DATA)));
    }
    return server.fetch(request, env, context);
  },
};
