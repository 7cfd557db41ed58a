import { concernsSelfHarm } from '../../../shared/moderation/categories.ts';
import { actionPressesKo, actionsKo, remindersKo } from './ko/actions.ts';
import { againKo, againProblemsKo } from './ko/again.ts';
import { conversationsKo } from './ko/conversations.ts';
import { documentProblemsKo, documentsKo } from './ko/documents.ts';
import { helpKo } from './ko/help.ts';
import { memoryKo, memoryProblemsKo } from './ko/memory.ts';
import { modelsKo, questionFormKo } from './ko/model.ts';
import { moderationKo } from './ko/moderation.ts';
import { modelChoiceKo, personasKo } from './ko/persona.ts';
import { privacyKo } from './ko/privacy.ts';
import { settingsKo, settingsProblemsKo } from './ko/settings.ts';
import { statusKo } from './ko/status.ts';
import { talkKo, talkProblemsKo } from './ko/talk.ts';
import { toolPanelKo } from './ko/tool-panel.ts';
import { toolsKo } from './ko/tools.ts';
import { underKo, underProblemsKo } from './ko/under-answer.ts';
import { voiceErrorsKo, voiceKo, voiceProblemsKo } from './ko/voice.ts';
import type { FailureFacts, Texts } from './texts.ts';

function again(facts: FailureFacts, otherwise = '잠시 뒤에 다시 시도해 주세요.'): string {
  return facts.retryAtSec === null ? otherwise : `<t:${facts.retryAtSec}:R>에 다시 시도할 수 있어요.`;
}

function upTo(limit: number | null, unit: string): string {
  return limit === null ? '' : ` (한도: ${limit.toLocaleString('ko-KR')}${unit})`;
}

function budget({ limit, limitUnit }: FailureFacts): string {
  if (limit === null || limitUnit === null) return '';
  return limitUnit === 'tokens' ? upTo(limit, '토큰') : ` (한도: $${(limit / 1_000_000).toFixed(2)})`;
}

function size(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.floor(bytes / 1024)}KiB` : `${Math.floor(bytes / 1_048_576)}MiB`;
}

export const ko: Texts = {
  help: helpKo,
  examples: [
    '오늘 저녁 메뉴 세 가지만 추천해 줘',
    '블랙홀이 뭔지 초등학생도 알 수 있게 설명해 줘',
    '회의를 미루자는 정중한 메일을 써 줘',
  ],
  reset: (forgotten) =>
    forgotten === 0
      ? '🧹 잊을 대화가 없었어요. 지금부터 새로 시작해요. 저장된 것까지 지우려면 `/개인정보 지우기`를 써 주세요.'
      : `🧹 대화를 초기화했어요. 지난 메시지 ${forgotten}개는 더 이상 참고하지 않아요. 저장된 것까지 지우려면 \`/개인정보 지우기\`를 써 주세요.`,
  muted: (until) =>
    `🤫 여기에서 조용히 있을게요. <t:${until}:R>에 돌아와요. 그 전에 깨우려면 \`/조용히 0\`을 써 주세요.`,
  unmuted: '👋 다시 답할 수 있어요.',
  unmutedInMutedChannel: (until) =>
    `👋 이 스레드에서 조용히 하기를 풀었어요. 하지만 채널 전체가 조용히 하는 중이라 <t:${until}:R>에 다시 답할 수 있어요. 그 전에 깨우려면 채널에서 \`/조용히 0\`을 써 주세요.`,
  stillMuted: (until) => `🤫 여기에서는 지금 조용히 하는 중이에요. <t:${until}:R>에 다시 답할 수 있어요.`,
  buttons: {
    stop: '중지',
    retry: '다시 시도',
    continue: '이어서',
    erase: '모두 지우기',
    keep: '그대로 두기',
  },
  under: underKo,
  firstUse:
    '🔒 대화를 이어가려고 내 질문과 답을 저장해요. 오래된 것은 저절로 지워져요. 끄려면 `/개인정보 기억`, 보거나 지우려면 `/개인정보 보기`와 `/개인정보 지우기`를 써 주세요.',
  continuePrompt: '방금 답변이 끊긴 곳부터 이어서 계속해 줘. 이미 한 말은 되풀이하지 마.',
  wishes: {
    summarise: {
      instruction: '이 메시지를 한국어로, 짧은 항목 다섯 개 이내로 요약해 줘.',
      title: '요약',
    },
    translate: {
      instruction: '이 메시지를 한국어로 번역해 줘. 번역문만 적고, 이미 한국어라면 그렇다고 말해 줘.',
      title: '번역',
    },
    explainCode: {
      instruction: '이 메시지에 있는 코드를 한국어로 차근차근 설명하고, 틀린 곳이 있으면 짚어 줘.',
      title: '코드 설명',
    },
  },
  askModal: {
    title: '이 메시지에 대해 묻기',
    question: '질문',
    context: '메시지 내용 (줄여도 돼요)',
  },
  questionForm: questionFormKo,
  models: modelsKo,
  modelChoice: modelChoiceKo,
  personas: personasKo,
  problems: {
    ...talkProblemsKo,
    ...againProblemsKo,
    ...underProblemsKo,
    ...documentProblemsKo,
    ...settingsProblemsKo,
    ...actionPressesKo,
    ...memoryProblemsKo,
    ...voiceProblemsKo,
    unknown_command: '모르는 명령어예요. `/도움말`에서 쓸 수 있는 명령어를 볼 수 있어요.',
    unknown_interaction: '아직 처리할 수 없는 요청이에요. `/도움말`을 써 보세요.',
    unknown_button: '이 버튼은 더 이상 쓸 수 없어요.',
    option_missing: (option) => `\`${option}\` 값이 빠졌어요. 값을 채워서 다시 보내 주세요.`,
    duration_missing: '얼마나 조용히 할까요? `/조용히 30초`처럼 시간을 함께 알려 주세요.',
    duration_malformed: '시간을 이해하지 못했어요. `30초`, `5분`, `90`(초)처럼 적어 주세요. `0`은 해제예요.',
    duration_negative: '시간은 0보다 작을 수 없어요. `30초`, `5분`처럼 적어 주세요. `0`은 해제예요.',
    duration_too_long: (maxHours) => `최대 ${maxHours}시간까지만 조용히 있을 수 있어요.`,
    mute_forbidden: '이 채널에서는 **메시지 관리하기** 권한이 있는 사람만 저를 조용히 시킬 수 있어요.',
    mute_unavailable: '지금은 이 설정을 저장할 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
    moderation_forbidden:
      '**메시지 관리하기**나 **멤버 타임아웃** 권한이 있는 사람만 서버 안에서 쓸 수 있어요.',
    moderation_unreachable: '지금은 처리할 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
    moderation_self: '자기 자신은 막을 수 없어요.',
    reset_unavailable: '지금은 대화를 초기화할 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
    privacy_unavailable: '지금은 저장된 정보를 다룰 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
    export_too_large: '저장된 정보가 커서 파일 하나로 보낼 수 없어요. 운영자에게 요청해 주세요.',
    button_forbidden: '질문한 사람이나 **메시지 관리하기** 권한이 있는 사람만 누를 수 있어요.',
    message_missing: 'Discord가 이 메시지를 보내 주지 않았어요. 삭제된 메시지일 수 있어요.',
    message_without_text: '이 메시지에는 글이 없어요. 여기서는 이미지나 다른 파일을 읽을 수 없어요.',
    persona_forbidden: '서버의 페르소나는 **서버 관리하기** 권한이 있는 사람만 바꿀 수 있어요.',
    persona_channel_forbidden:
      '채널 전체에 쓸 페르소나는 **채널 관리하기**나 **서버 관리하기** 권한이 있는 사람만 고를 수 있어요.',
    personas_unavailable: '지금은 페르소나를 불러올 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
    choice_unavailable: '지금은 고른 것을 저장하거나 불러올 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
    upload_missing: '파일 하나가 함께 오지 않았어요. 다시 첨부해 주세요.',
    model_unknown: (name, near) =>
      `여기에는 ${name} 모델이 없어요.${near === '' ? '' : ` 이런 모델이 있어요: ${near}`}`,
    file_empty: (file) => `${file} 파일이 비어 있어요. 다시 첨부해 주세요.`,
    file_too_large: (file, limit) =>
      `${file} 파일이 너무 커요. 이런 파일은 ${size(limit)}까지 읽을 수 있어요.`,
    file_mismatch: (file) =>
      `${file} 파일의 이름과 실제 형식이 달라요. 확장자를 맞게 고쳐서 다시 첨부해 주세요.`,
    file_document: (file) =>
      `${file}: 이런 문서 파일은 여기서 읽지 못해요. PDF와 DOCX는 \`/문서 추가\`로 추가해 주세요. 글만 담은 파일(.txt, .md, .csv)이나 화면을 찍은 이미지는 첨부할 수 있어요.`,
    file_type: (file) =>
      `${file}: 읽을 수 없는 형식이에요. PNG, JPEG, WebP, GIF 이미지와 텍스트, 코드, CSV, JSON, Markdown, 그리고 MP3, M4A, WAV, OGG, FLAC, MP4, WebM 녹음을 읽을 수 있어요.`,
    file_animated: (file) => `${file} 파일은 움직이는 이미지예요. 움직이지 않는 이미지만 읽을 수 있어요.`,
    already_handled: '이미 처리한 요청이에요. 다시 하려면 명령어를 새로 써 주세요.',
    button_expired: '버튼의 시간이 지났거나 이미 눌렸어요. `/채팅`으로 다시 물어봐 주세요.',
  },
  errors: {
    ...voiceErrorsKo,
    invalid_request: () => '요청의 형식이 올바르지 않아요.',
    prompt_empty: () => '질문이 비어 있어요. 내용을 적어 주세요.',
    prompt_too_long: ({ limit }) =>
      `질문이 너무 길어요.${limit === null ? '' : ` ${limit.toLocaleString('ko-KR')}자까지 보낼 수 있어요.`}`,
    context_length_exceeded: () =>
      '대화가 이 모델이 읽을 수 있는 길이를 넘었어요. `/초기화`로 새로 시작하거나 질문을 줄여 주세요.',
    content_filter: () => '모델 제공자의 콘텐츠 필터가 이 요청을 거절했어요. 다르게 물어봐 주세요.',
    content_blocked: ({ categories, side }) =>
      concernsSelfHarm(categories) ? moderationKo.support : moderationKo.blocked({ categories, side }),
    moderation_unavailable: ({ side }) => moderationKo.unavailable(side),
    moderation_cooldown: ({ retryAtSec }) => moderationKo.coolDown(retryAtSec),
    user_blocked: ({ retryAtSec }) => moderationKo.userBlocked(retryAtSec),
    unsupported_parameter: () =>
      '이 모델이 지원하지 않는 설정이 요청에 들어 있어요. `/모델 쓰기`에서 다른 모델을 골라 주세요.',
    unsupported_value: () =>
      '이 모델이 지원하지 않는 값이 요청에 들어 있어요. `/모델 쓰기`에서 다른 모델을 골라 주세요.',
    invalid_image_url: () => '이미지를 읽을 수 없어요. 다른 형식이나 다시 올린 파일로 시도해 주세요.',
    vision_unsupported: ({ model }) =>
      `이 AI 모델은 이미지를 볼 수 없어요.${model === null ? '' : ` 이미지를 볼 수 있는 모델: \`${model}\``}`,
    document_unreadable: () => '파일이 깨졌거나 읽을 수 없는 형식이에요.',
    document_encrypted: () => '비밀번호로 잠긴 파일이에요. 잠금을 풀어서 다시 올려 주세요.',
    document_page: () =>
      '페이지를 읽지 못했어요. 주소를 확인해 주세요. 로그인이 필요한 페이지는 읽을 수 없어요.',
    document_empty: () => '읽을 글이 없어요. 스캔한 그림뿐인 PDF는 읽지 못해요.',
    document_type: () =>
      '이 형식은 읽지 못해요. PDF, DOCX, HTML, Markdown, CSV, 텍스트, 코드를 읽을 수 있어요.',
    document_duplicate: () => '같은 내용의 문서가 다른 이름으로 이미 있어요.',
    document_limit: ({ limit }) =>
      `여기에는 문서를 더 담을 수 없어요${upTo(limit, '개')}. 쓰지 않는 문서를 지워 주세요.`,
    document_day_limit: ({ limit }) =>
      `오늘은 문서를 더 추가할 수 없어요${upTo(limit, '개')}. 내일 다시 시도해 주세요.`,
    document_lost: () => '여러 번 시도했지만 읽지 못했어요. 다시 추가해 주세요.',
    document_busy: () => '이 문서를 지금 읽는 중이에요. 다 읽은 뒤에 다시 시도해 주세요.',
    document_too_large: () => '파일이 너무 커요. 10MiB까지 읽을 수 있어요.',
    document_unpacks_too_large: () => '압축을 풀면 글이라고 보기 어려울 만큼 커지는 파일이라 읽지 않았어요.',
    document_too_long: () => '너무 길어요. 400쪽, 150만 자까지 읽을 수 있어요.',
    document_not_found: () => '여기에는 그런 문서가 없어요. `/문서 목록`에서 있는 문서를 볼 수 있어요.',
    documents_unavailable: (facts) => `지금은 문서를 다룰 수 없어요. ${again(facts)}`,
    attachment_expired: ({ file }) =>
      `${file === null ? '첨부한 파일' : `${file} 파일`}의 링크가 만료됐어요. \`/채팅\`으로 다시 첨부해 주세요.`,
    attachment_unreadable: ({ file }) =>
      `${file === null ? '첨부한 파일' : `${file} 파일`}에서 읽을 수 있는 글을 찾지 못했어요. UTF-8, UTF-16, EUC-KR로 저장한 텍스트를 읽을 수 있어요.`,
    attachment_too_large: ({ file }) =>
      `${file === null ? '첨부한 파일' : `${file} 파일`}이 너무 커서 읽을 수 없어요.`,
    attachment_unreachable: (facts) =>
      `${facts.file === null ? '첨부한 파일' : `${facts.file} 파일`}을 Discord에서 내려받지 못했어요. ${again(facts)}`,
    request_too_large: () => '한 번에 다룰 수 있는 양보다 커요. 더 짧게 묻거나 더 작은 파일로 보내 주세요.',
    provider_repetitive: () =>
      '모델이 같은 말을 끝없이 되풀이해서 답변을 멈췄어요. 질문을 바꿔서 다시 물어봐 주세요.',
    fact_refused: () => '비밀번호나 키, 카드나 신분증 번호처럼 보여요. 비밀은 적어 두지 않아요.',
    fact_not_found: () => '이미 없어졌어요. 지금 있는 것은 `/기억수첩 목록`에서 볼 수 있어요.',
    memory_off: () => '여기서는 기억 수첩이 꺼져 있어요. 켜려면 `/기억수첩 켜기`를 써 주세요.',
    settings_invalid: () => '설정 내용이 올바르지 않아요.',
    gate_outdated: () => '방금 이곳의 설정이 바뀌었어요. 다시 질문해 주세요.',
    question_erased: () =>
      '질문한 뒤에 저장된 정보를 모두 지워서 답하지 않았어요. 아직 필요하면 다시 물어봐 주세요.',
    settings_conflict: () => '그사이 다른 사람이 이 설정을 바꿨어요. 다시 확인해 주세요.',
    channel_not_allowed: () =>
      '이 채널에서는 답하지 않도록 서버 관리자가 정해 두었어요. 관리자가 `/설정`에서 바꿀 수 있어요.',
    persona_invalid: ({ limit }) => `페르소나를 이대로 저장할 수 없어요${upTo(limit, '')}.`,
    persona_not_found: () => '여기에는 그런 페르소나가 없어요. `/페르소나 목록`에서 있는 것을 볼 수 있어요.',
    persona_exists: () => '이미 같은 이름의 페르소나가 있어요. 다른 이름을 골라 주세요.',
    persona_limit: ({ limit }) =>
      `이 서버에는 페르소나를 더 만들 수 없어요${limit === null ? '' : ` (${limit}개까지)`}. 먼저 하나를 지워 주세요.`,
    unauthorized: () => '내부 인증에 실패했어요. 운영자에게 알려 주세요.',
    key_expired: () => '만료된 API 키예요.',
    model_not_allowed: () => '이 API 키로는 그 AI 모델을 쓸 수 없어요.',
    endpoint_not_allowed: () => '이 API 키로는 그 기능을 쓸 수 없어요.',
    forbidden: () => '이 작업을 할 권한이 없어요.',
    not_found: () => '찾으시는 것이 없어요.',
    model_not_found: () =>
      '요청한 AI 모델은 여기에서 쓸 수 없어요. `/모델 쓰기`에서 다른 모델을 골라 주세요.',
    nothing_to_continue: () => '이어서 쓸 답변이 더는 남아 있지 않아요. 다시 물어봐 주세요.',
    method_not_allowed: () => '지원하지 않는 요청 방식이에요.',
    idempotency_in_progress: (facts) => `같은 질문에 이미 답하고 있어요. ${again(facts)}`,
    body_too_large: () => '보낸 내용이 너무 커요. 줄여서 다시 보내 주세요.',
    unsupported_content_type: () => '읽을 수 없는 형식으로 왔어요. 다시 물어봐 주세요.',
    idempotency_mismatch: () => '같은 요청이 다른 내용으로 다시 왔어요. 새로 물어봐 주세요.',
    rate_limited: (facts) => `요청이 너무 잦아요. ${again(facts)}`,
    rate_limit_user: (facts) =>
      `1분 동안 질문할 수 있는 횟수를 다 썼어요${upTo(facts.limit, '회')}. ${again(facts)}`,
    rate_limit_tokens: (facts) => `이 API 키로 1분 동안 쓸 수 있는 토큰을 다 썼어요. ${again(facts)}`,
    rate_limit_guild: (facts) =>
      `이 서버에서 1분 동안 질문할 수 있는 횟수를 다 썼어요${upTo(facts.limit, '회')}. ${again(facts)}`,
    rate_limit_degraded: (facts) =>
      `서비스 일부에 문제가 있어서 질문할 수 있는 횟수를 잠시 줄였어요${upTo(facts.limit, '회')}. ${again(facts)}`,
    budget_user: (facts) => `오늘 쓸 수 있는 내 사용량을 다 썼어요${budget(facts)}. ${again(facts)}`,
    budget_held: (facts) => `아직 쓰고 있는 답변들이 오늘 남은 사용량을 잡아 두고 있어요. ${again(facts)}`,
    budget_role: (facts) =>
      `이 서버에서 내 역할로 오늘 쓸 수 있는 사용량을 다 썼어요${budget(facts)}. ${again(facts)}`,
    budget_month: (facts) =>
      `이 API 키로 이번 달에 쓸 수 있는 사용량을 다 썼어요${budget(facts)}. ${again(facts)}`,
    budget_guild: (facts) =>
      `이 서버에서 오늘 쓸 수 있는 사용량을 다 썼어요${budget(facts)}. ${again(facts)}`,
    budget_global: (facts) => `오늘 서비스 전체에서 쓸 수 있는 사용량을 다 썼어요. ${again(facts)}`,
    internal: (facts) => `저희 쪽에서 문제가 생겼어요. ${again(facts)}`,
    provider_rejected: () => 'AI 모델이 이 요청을 거절했어요. 다르게 물어봐도 같으면 운영자에게 알려 주세요.',
    provider_interrupted: (facts) => `AI 모델의 답변이 도중에 끊겼어요. ${again(facts)}`,
    provider_garbled: (facts) => `AI 모델이 알아볼 수 없는 답을 보냈어요. ${again(facts)}`,
    provider_rate_limited: (facts) => `AI 모델에 요청이 몰리고 있어요. ${again(facts)}`,
    provider_unavailable: (facts) => `AI 모델에 연결할 수 없어요. ${again(facts)}`,
    body_timeout: () => '요청이 제시간에 도착하지 않았어요. 다시 시도해 주세요.',
    overloaded: () => '지금은 요청이 너무 많아요. 잠시 뒤에 다시 시도해 주세요.',
    circuit_open: (facts) => `AI 모델에 장애가 있어 잠시 요청을 멈췄어요. ${again(facts)}`,
    upstream_unreachable: (facts) => `서비스 일부에 연결할 수 없어요. ${again(facts)}`,
    provider_timeout: (facts) => `AI 모델이 제때 답을 시작하지 않았어요. ${again(facts)}`,
    provider_stalled: (facts) => `AI 모델이 답하다가 멈췄어요. ${again(facts)}`,
    deadline_exceeded: (facts) => `답변이 너무 오래 걸려 중단했어요. ${again(facts)}`,
  },
  tools: toolsKo,
  actions: actionsKo,
  reminders: remindersKo,
  again: againKo,
  toolPanel: toolPanelKo,
  documents: documentsKo,
  privateAnswer:
    '🔒 `/채팅` `나만 보이게 답해줘: 여권은 어떻게 갱신해?`처럼 뒤에 질문을 적어 주세요. 그 답은 나에게만 보여요.',
  waiting: '⏳ 평소보다 오래 걸리고 있어요. 답이 오면 바로 여기에 보여 드릴게요.',
  moved: '↪️ 방금 이곳에서 답변을 볼 수 있는 사람이 바뀌어서, 답변은 새 메시지로 보여 드려요.',
  notices: {
    cut: '✂️ 답변이 길어서 여기까지예요.',
    stopped: '⏹️ 답변을 중지했어요.',
    filtered: '🛡️ AI 모델 제공자의 콘텐츠 필터가 답변을 여기서 멈췄어요.',
    not_remembered: '💭 이 대화는 기억하지 않아요.',
    attached: '📎 전체 답변은 첨부 파일에 있어요.',
    no_file: '📎 Discord가 여기에 파일을 올리지 못하게 했어요. 다이렉트 메시지에서 다시 해 주세요.',
    interrupted: '⚠️ 답변이 도중에 끊겼어요.',
    deleted: '🗑️ 답변 메시지가 삭제되어 여기서 끝나요.',
    auto_mod: '🛡️ 이 서버의 AutoMod가 답변을 막았어요. 서버 관리자에게 문의해 주세요.',
    empty: '🤔 AI 모델이 빈 답을 보냈어요. 질문을 바꿔 보거나 다시 시도해 주세요.',
    spent:
      '🤔 AI 모델이 생각만 하다가 답변의 최대 길이에 닿았어요. 같은 질문은 또 이렇게 끝나기 쉬워요. 질문을 작게 나누거나 `/모델 쓰기`에서 다른 모델을 골라 주세요.',
    too_long: '✂️ 답변이 너무 길어서 여기서 멈췄어요.',
    erased: '🗑️ 저장된 정보를 모두 지워서 이 답변도 멈췄어요. 이 답변은 기억하지 않아요.',
  },
  settings: settingsKo,
  settingsEffects: {
    notHere: (channels) =>
      `이 채널에서는 답하지 않도록 서버 관리자가 정해 두었어요.${channels.length === 0 ? '' : ` ${channels.map((id) => `<#${id}>`).join(', ')}에서 물어봐 주세요.`}`,
    notHereForManagers:
      '이 서버의 설정에서 이 채널에는 답하지 않도록 정해 두었어요. 바꾸려면 이 채널이나 다른 채널에서 `/설정`을 열어 답하는 채널을 고쳐 주세요.',
  },
  moderation: moderationKo,
  status: statusKo,
  privacy: privacyKo,
  conversations: conversationsKo,
  memory: memoryKo,
  voice: voiceKo,
  talk: talkKo,
};
