// The manner of Discord's own sample application for Workers: a small router, `verifyKey` with the key as a text.
import { InteractionResponseType, InteractionType, verifyKey } from 'discord-interactions';
import { AutoRouter } from 'itty-router';

const router = AutoRouter();
let data;

router.post('/interactions', async (request, env) => {
  const signature = request.headers.get('x-signature-ed25519');
  const timestamp = request.headers.get('x-signature-timestamp');
  const body = await request.text();
  const isValid =
    signature && timestamp && (await verifyKey(body, signature, timestamp, env.DISCORD_PUBLIC_KEY));
  if (!isValid) return new Response('Bad request signature.', { status: 401 });
  const interaction = JSON.parse(body);
  if (interaction.type === InteractionType.PING) return { type: InteractionResponseType.PONG };
  if (interaction.type === InteractionType.APPLICATION_COMMAND && interaction.data.name === 'help') {
    data ??= JSON.parse(env.DATA);
    return { type: InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE, data };
  }
  return new Response('Unknown type', { status: 400 });
});

export default { fetch: router.fetch };
