import type { ModelChoiceTexts, PersonaTexts } from '../texts/persona.ts';

export const personasKo: PersonaTexts = {
  builtIn: {
    tutor: {
      name: '과외 선생님',
      about: '힌트를 주며 스스로 답을 찾게 도와요',
      greeting: '안녕하세요! 무엇을 이해하고 싶으세요? 어디까지 알고 계신지도 들려주세요.',
    },
    translator: {
      name: '번역가',
      about: '보내는 글을 말투까지 살려 번역해요',
      greeting: '번역할 글을 보내 주세요. 다른 언어를 원하시면 말씀해 주세요.',
    },
    'code-reviewer': {
      name: '코드 리뷰어',
      about: '코드의 문제를 남보다 먼저 찾아요',
      greeting: '코드를 글이나 파일로 보여 주시고, 무엇을 하려는 코드인지 알려 주세요.',
    },
    'rubber-duck': {
      name: '러버덕',
      about: '버그를 스스로 찾을 때까지 물어봐요',
      greeting: '꽥. 무엇이 일어나야 하는데, 실제로는 무엇이 일어나나요?',
    },
    'game-master': {
      name: '게임 마스터',
      about: '주사위를 굴리며 텍스트 모험을 이끌어요',
      greeting: '모두 모이세요. 추리극, 별들 사이, 옛이야기 중 어디로 떠날까요? 그리고 당신은 누구인가요?',
    },
  },
  none: '없음',
  chosen: (where) =>
    where === 'me'
      ? '-# 이제부터 이렇게 답해 드려요. 그만두려면 `/페르소나 쓰기`에서 `없음`을 골라 주세요.'
      : '-# 이제부터 이 채널에서는 이렇게 답해요.',
  dropped: (where) =>
    where === 'me' ? '🎭 이제 따로 고른 페르소나가 없어요.' : '🎭 이제 이 채널에는 페르소나가 없어요.',
  list: {
    builtIn: '**언제나 쓸 수 있는 페르소나**',
    own: '**이 서버의 페르소나**',
    noOwn:
      '이 서버에서 만든 것은 아직 없어요. **서버 관리하기** 권한이 있는 사람이 `/페르소나 추가`로 만들 수 있어요.',
    mine: (name) => `내가 고른 것: ${name}`,
    channel: (name) => `이 채널: ${name}`,
    server: (name) => `이 서버: ${name}`,
  },
  show: {
    model: (name) => `모델: \`${name}\``,
    temperature: (value) => `온도: ${value}`,
    instructions: '지시문:',
    attached: '📎 지시문은 파일에 있어요.',
  },
  saved: (name) => `🎭 **${name}** 페르소나를 저장했어요. \`/페르소나 쓰기\`로 쓸 수 있어요.`,
  removed: (name) => `🗑️ **${name}** 페르소나를 지웠어요. 이 페르소나를 고른 분께는 평소처럼 답해요.`,
  form: {
    add: '새 페르소나',
    edit: '페르소나 수정',
    instructions: 'AI 모델에게 주는 지시문',
    model: 'AI 모델',
    temperature: '온도',
    temperatureHint: '0이면 차분하고 2면 자유로워요. 비우면 평소대로예요',
    greeting: '인사말',
    avatar: '아바타',
    avatarHint: '이모지나 32자까지의 글. 답 위에 보여요',
    givenBack: '📎 쓰신 지시문은 사라지지 않게 파일로 돌려드려요.',
  },
  fields: {
    name: '이름',
    instructions: '지시문',
    model: '모델',
    temperature: '온도',
    greeting: '인사말',
    avatar: '아바타',
  },
  fault(field, code, limit) {
    switch (code) {
      case 'too_long':
        return `${field}: ${limit?.toLocaleString('ko-KR')}자까지 쓸 수 있어요.`;
      case 'too_short':
      case 'missing':
        return `${field}: 비어 있어요. 채워 주세요.`;
      case 'too_small':
      case 'too_large':
      case 'wrong_type':
        return `${field}: 0부터 2까지의 숫자를 적어 주세요.`;
      case 'mention':
        return `${field}: \`@everyone\`이나 사람, 역할, 채널을 멘션할 수 없어요.`;
      case 'characters':
        return `${field}: 글자, 숫자, 띄어쓰기와 . _ -만 한 줄로 쓸 수 있어요.`;
      default:
        return `${field}: 이대로는 쓸 수 없어요.`;
    }
  },
};

export const modelChoiceKo: ModelChoiceTexts = {
  none: '기본',
  chosen: (name, hint) =>
    `🧠 이제부터 \`${name}\` 모델이 답해 드려요${hint === '' ? '' : ` (${hint})`}. 질문 하나에만 쓰려면 \`/채팅\`에서 \`모델\`을 골라 주세요.`,
  dropped: (name) => `🧠 이제 따로 고른 모델이 없어요. \`${name}\` 모델이 답해 드려요.`,
  gone: (name) =>
    `🧠 고르셨던 ${name} 모델이 없어져서 선택을 되돌렸어요. 다른 모델을 고르려면 \`/모델 쓰기\`를 써 주세요.`,
  show: {
    answers: (name) => `🧠 여기서는 \`${name}\` 모델이 답해 드려요.`,
    isMine: '`/모델 쓰기`로 고르신 모델이에요.',
    isOthers: '다른 모델을 고르려면 `/모델 쓰기`를 써 주세요.',
    offered: '**고를 수 있는 모델** (100만 토큰을 읽을 때 / 쓸 때의 가격)',
  },
};
