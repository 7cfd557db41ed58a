import type { MemoryProblemTexts, MemoryTexts } from '../texts/memory.ts';

export const memoryKo: MemoryTexts = {
  consent: (where) =>
    `🧠 **${where === 'everywhere' ? '어디서 이야기하든' : '여기서'} 나에 대한 것을 기억 수첩에 적어 둘까요?** 동의하면 나에 대해 해 주신 이야기를 적어 두고 다음 대화에서도 참고해요. 적어 둔 것은 \`/기억수첩\`에서 모두 보고, 고치고, 지울 수 있고, 언제든 끌 수 있어요.`,
  consentFirst: '아직 적어 두지 않았어요. 기억 수첩은 동의해야 켜져요. 동의한 뒤에 다시 말해 주세요.',
  agree: '동의해요',
  state: ({ state, where, allowed, learns }) => {
    if (!allowed) return '여기서는 대화를 저장하지 않아서 기억 수첩에도 아무것도 적지 않아요.';
    if (state === 'off') return '기억 수첩이 꺼져 있어요. 켜려면 `/기억수첩 켜기`를 써 주세요.';
    if (state === 'paused') return '이 대화에서는 쉬고 있어요. `/초기화`나 `/기억수첩 켜기`로 다시 시작해요.';
    const place = where === 'everywhere' ? '어디서나' : '여기서';
    return `기억 수첩이 ${place} 켜져 있어요.${learns ? '' : ' 기억해 달라고 한 것만 적어 둬요.'}`;
  },
  paused:
    '⏸️ 이 대화에서는 나에 대한 것을 새로 적지도, 참고하지도 않을게요. `/초기화`나 `/기억수첩 켜기`로 다시 시작해요.',
  switchedOff: (where) =>
    `🙈 이제부터 ${where === 'everywhere' ? '어디서도' : '여기서는'} 기억 수첩을 쓰지 않을게요. 이미 적어 둔 것은 그대로 있어요. \`/기억수첩 목록\`에서 보고 \`/기억수첩 잊기\`로 지울 수 있어요.`,
  agreed: (where, learns) =>
    `🧠 고마워요. 기억 수첩을 ${where === 'everywhere' ? '어디서나' : '여기서'} 켰어요. ${learns ? '나에 대해 해 주신 이야기를 적어 둘게요. `/채팅`에서 `기억해 줘: …`라고 말해도 돼요.' : '`/채팅`에서 `기억해 줘: …`라고 하면 적어 둘게요.'}`,
  notAllowed:
    'ℹ️ 여기서는 대화를 저장하지 않게 되어 있어요(`/설정`, `/개인정보 기억`). 그동안은 기억 수첩에도 아무것도 적지 않아요.',
  title: (facts) => `🧠 **나에 대해 기억하는 것** (${facts}개)`,
  empty:
    '아직 없어요. `/채팅`에서 `기억해 줘: …`라고 하거나, 내가 쓴 메시지에서 **앱 → 기억 수첩에 적기**를 골라 보세요.',
  elsewhere: (facts) =>
    `-# 다른 곳에서 적은 ${facts}개는 여기서 쓰지 않아요. 저와의 DM에서는 모두 볼 수 있어요.`,
  origins: { told: '✍️ 기억해 달라고 함', message: '📌 메시지에서', learned: '👂 대화에서' },
  places: { everywhere: '🌐 어디서나', elsewhere: '📍 다른 곳' },
  uses: (answers) => `답변 ${answers}개에 참고`,
  before: (text, until) => `↩️ <t:${until}:D> 전에는: ${text}`,
  chooseToForget: '잊을 것을 골라 주세요',
  newerPage: '최근 것',
  olderPage: '이전 것',
  remembered: (text) => `🧠 기억해 둘게요: ${text}`,
  superseded: (text) => `-# 이전에 적은 것을 바꿨어요: ${text}`,
  edited: (text, isEverywhere) => `✏️ 고쳤어요: ${text}${isEverywhere ? '\n-# 🌐 어디서나 참고해요' : ''}`,
  forgotten: (facts) =>
    `🧽 ${facts > 1 ? `${facts}개를 ` : ''}잊었어요. 대화에서 나눈 말은 그대로 있어요. \`/기록\`이나 \`/초기화\`를 써 주세요.`,
  notThere: '🤷 이미 없어졌어요.',
  forgetAll: '🧽 모두 잊기 (모든 곳에서)',
  usedTitle: '🧠 **이 질문에 함께 전달한 것이에요.**',
  usedNote: '나에게만 보여요. 모두 보려면 `/기억수첩 목록`을 써 주세요.',
  usedGone: '🤷 이 질문에 함께 전달한 것은 이미 잊었어요.',
  forgetNumber: (number) => `${number}번 잊기`,
  exported: (facts) => `📦 나에 대해 기억하는 것 ${facts}개예요. 이 메시지는 나에게만 보여요.`,
};

export const memoryProblemsKo: MemoryProblemTexts = {
  memory_unavailable: '지금은 기억 수첩을 열 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
  fact_unclear: '어떤 것인지 알 수 없어요. 입력할 때 나오는 목록에서 골라 주세요.',
  fact_unchanged: '무엇을 고칠지 알려 주세요. `글`이나 `어디`를 함께 골라 주세요.',
  remember_own_only:
    '본인이 자신에 대해 쓴 말만 기억해요. `/채팅`에서 `기억해 줘: …`처럼 본인의 말로 알려 주세요.',
};
