import type { ModerationTexts } from '../texts/moderation.ts';

const SIDES = { question: 'question', answer: 'answer' } as const;
const ACTIONS = { blocked: '⛔ blocked', noted: '📝 noted', unchecked: '❔ not checked' } as const;

const categories: ModerationTexts['categories'] = {
  harassment: 'harassment',
  'harassment/threatening': 'threats',
  hate: 'hate',
  'hate/threatening': 'hateful threats',
  illicit: 'illegal acts',
  'illicit/violent': 'violent illegal acts',
  'self-harm': 'self-harm',
  'self-harm/intent': 'the wish to harm oneself',
  'self-harm/instructions': 'ways of self-harm',
  sexual: 'sexual content',
  'sexual/minors': 'sexual content about minors',
  violence: 'violence',
  'violence/graphic': 'graphic violence',
};

export const moderationEn: ModerationTexts = {
  categories,
  blocked: ({ categories: found, side }) => {
    const names = found.map((name) => categories[name]).join(', ');
    const what =
      names === '' ? 'something that I do not handle here' : `something that I do not handle here (${names})`;
    return side === 'answer'
      ? `The answer contained ${what}, so I did not show it. I do not remember any of this. Please ask in another way.`
      : `The question seems to contain ${what}, so I did not answer. I do not remember it. If that is a mistake, please put it in other words.`;
  },
  support: [
    'That sounds very hard, and I am glad that you said it. I am not the right one to answer this, but there are people who will listen, right now:',
    '• **US and Canada: call or text 988** (24 hours, free)',
    '• **Korea: call 109** (24 hours), or **1577-0199**',
    '• **Anywhere else:** <https://findahelpline.com>',
    '• In an emergency, call your local emergency number.',
    'You do not have to go through this alone. Telling somebody close to you can help too. I do not remember this question.',
  ].join('\n'),
  unavailable: (side) =>
    side === 'answer'
      ? 'The answer could not be checked, so I did not show it. Please ask again in a moment.'
      : 'The question could not be checked, so I did not answer. Please ask again in a moment.',
  withheld: '🛡️ I did not answer this. Only the person who asked was told why.',
  userBlocked: (until) =>
    until === null
      ? 'A moderator of this server has blocked you from using Libra. You can ask again once a moderator lifts the block.'
      : `A moderator of this server has blocked you from using Libra for a while. That ends <t:${until}:R> (<t:${until}:f>).`,
  coolDown: (until) =>
    `Several of your messages were blocked here, so there is a pause.${until === null ? '' : ` You can ask again <t:${until}:R> (<t:${until}:f>).`}`,
  didBlock: (userId, until) =>
    `⛔ <@${userId}> cannot ask Libra in this server ${until === null ? 'until you lift the block' : `until <t:${until}:f>`}. To lift it: \`/moderation unblock\``,
  didUnblock: (userId, wasBlocked) =>
    wasBlocked ? `✅ <@${userId}> can ask again.` : `<@${userId}> is not blocked.`,
  logEmpty: (page) =>
    page === 1 ? '🛡️ Nothing has been logged in this server.' : `🛡️ There is nothing on page ${page}.`,
  logHead: (page, hasMore) =>
    `**🛡️ Moderation log of this server, page ${page}** (no texts are stored)${hasMore ? ` — next: page ${page + 1} of \`/moderation log\`` : ''}`,
  logLine: ({ at, side, action, categories: found, user_id: userId, hash }, link) =>
    [
      `<t:${at}:f> ${ACTIONS[action]} · ${SIDES[side]}`,
      userId === null ? '(erased person)' : `<@${userId}>`,
      found.map(([name, score]) => `${categories[name]} ${score.toFixed(2)}`).join(', '),
      link,
      `\`${hash}\``,
    ]
      .filter((part) => part !== '')
      .join(' · '),
};
