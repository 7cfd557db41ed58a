import type { ModerationTexts } from '../texts/moderation.ts';

const SIDES = { question: '질문', answer: '답변' } as const;
const ACTIONS = { blocked: '⛔ 막음', noted: '📝 기록', unchecked: '❔ 검사 못 함' } as const;

const categories: ModerationTexts['categories'] = {
  harassment: '괴롭힘',
  'harassment/threatening': '협박',
  hate: '혐오',
  'hate/threatening': '혐오에 찬 위협',
  illicit: '불법 행위',
  'illicit/violent': '폭력적인 불법 행위',
  'self-harm': '자해',
  'self-harm/intent': '자해하려는 마음',
  'self-harm/instructions': '자해 방법',
  sexual: '성적인 내용',
  'sexual/minors': '미성년자에 대한 성적인 내용',
  violence: '폭력',
  'violence/graphic': '잔인한 묘사',
};

export const moderationKo: ModerationTexts = {
  categories,
  blocked: ({ categories: found, side }) => {
    const names = found.map((name) => categories[name]).join(', ');
    const what = names === '' ? '여기서 다루지 않는 내용' : `여기서 다루지 않는 내용(${names})`;
    return side === 'answer'
      ? `답변에 ${what}이 들어 있어서 보여 드리지 않았어요. 이 대화는 기억하지 않아요. 다르게 물어봐 주세요.`
      : `질문에 ${what}이 들어 있는 것으로 보여 답하지 않았어요. 이 질문은 기억하지 않아요. 잘못 본 것 같다면 다르게 적어 주세요.`;
  },
  support: [
    '많이 힘드셨겠어요. 이렇게 말해 줘서 고마워요. 저는 이런 이야기에 답을 드리기에 알맞지 않지만, 지금 바로 이야기를 들어 줄 사람들이 있어요.',
    '• **자살예방상담전화 109** (24시간, 무료)',
    '• **정신건강위기상담전화 1577-0199** (24시간)',
    '• 위급할 때는 **119**나 **112**',
    '• 한국 밖에 있다면: <https://findahelpline.com>',
    '혼자 견디지 않아도 돼요. 가까운 사람에게 지금 마음을 이야기해 보는 것도 좋아요. 이 질문은 기억하지 않아요.',
  ].join('\n'),
  unavailable: (side) =>
    side === 'answer'
      ? '답변을 검사하지 못해서 보여 드리지 않았어요. 잠시 뒤에 다시 물어봐 주세요.'
      : '질문을 검사하지 못해서 답하지 않았어요. 잠시 뒤에 다시 물어봐 주세요.',
  withheld: '🛡️ 여기에는 답하지 않았어요. 이유는 물어본 분에게만 알려 드렸어요.',
  userBlocked: (until) =>
    until === null
      ? '이 서버의 관리자가 리브라를 쓰지 못하게 했어요. 관리자가 풀어 줄 때까지 물어볼 수 없어요.'
      : `이 서버의 관리자가 리브라를 잠시 쓰지 못하게 했어요. <t:${until}:R>(<t:${until}:f>)에 풀려요.`,
  coolDown: (until) =>
    `여기서 다루지 않는 내용이 여러 번 막혀서 잠시 쉬어야 해요.${until === null ? '' : ` <t:${until}:R>(<t:${until}:f>)에 다시 물어볼 수 있어요.`}`,
  didBlock: (userId, until) =>
    `⛔ <@${userId}> 님은 ${until === null ? '풀어 줄 때까지' : `<t:${until}:f>까지`} 이 서버에서 리브라에게 물어볼 수 없어요. 풀려면 \`/관리 풀기\`를 써 주세요.`,
  didUnblock: (userId, wasBlocked) =>
    wasBlocked ? `✅ <@${userId}> 님은 다시 물어볼 수 있어요.` : `<@${userId}> 님은 막혀 있지 않아요.`,
  logEmpty: (page) => (page === 1 ? '🛡️ 이 서버에는 기록이 없어요.' : `🛡️ ${page}쪽에는 기록이 없어요.`),
  logHead: (page, hasMore) =>
    `**🛡️ 이 서버의 검사 기록, ${page}쪽** (글 내용은 저장하지 않아요)${hasMore ? ` — 다음은 \`/관리 기록\`의 ${page + 1}쪽` : ''}`,
  logLine: ({ at, side, action, categories: found, user_id: userId, hash }, link) =>
    [
      `<t:${at}:f> ${ACTIONS[action]} · ${SIDES[side]}`,
      userId === null ? '(지워진 사람)' : `<@${userId}>`,
      found.map(([name, score]) => `${categories[name]} ${score.toFixed(2)}`).join(', '),
      link,
      `\`${hash}\``,
    ]
      .filter((part) => part !== '')
      .join(' · '),
};
