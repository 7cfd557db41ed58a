import { ephemeral } from '../discord/respond.ts';
import { passGate } from '../gate/pass.ts';
import { refuse } from '../message/refusal.ts';
import { type Command, EVERYWHERE } from './command.ts';

/** For the caller's eyes alone: with the link anybody could talk as this person. */
export const talk: Command = {
  definition: {
    name: 'talk',
    name_localizations: { ko: '대화' },
    description: 'Talk with me aloud, in your browser',
    description_localizations: { ko: '브라우저에서 소리 내어 이야기해요' },
    ...EVERYWHERE,
  },
  async handle(given) {
    const { services } = given;
    if (services.talk === null) return refuse(given.texts, 'talk_not_set_up');
    const { refusal, context } = await passGate(given);
    if (refusal !== null) return refusal;
    const { interaction, caller, texts } = context;
    const link = await services.talk.link({
      libra: { caller },
      channel_name: interaction.channelName ?? null,
      interaction: { application_id: services.applicationId, token: interaction.token },
    });
    return link === null ? refuse(texts, 'talk_unavailable') : ephemeral(texts.talk.link(link));
  },
};
