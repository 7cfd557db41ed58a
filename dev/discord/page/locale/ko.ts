import type { Texts } from './texts.ts';

export const korean: Texts = {
  standIn: 'Discord 대역',
  standInDetail: '이 컴퓨터 밖으로 아무것도 나가지 않아요',
  connecting: '대역 서버에 연결하는 중…',
  reconnecting: '연결이 끊겼어요. 다시 연결하는 중…',
  noEndpoint: '아직 상호작용 엔드포인트가 등록되지 않아 명령에 응답할 수 없어요.',
  skipToComposer: '메시지 입력란으로 건너뛰기',
  channels: '채널',
  directMessages: '다이렉트 메시지',
  openChannels: '채널과 설정 열기',
  closeChannels: '채널과 설정 닫기',
  unread: '읽지 않음',
  moderator: '관리자',
  actAs: '사용자',
  language: '언어',
  theme: '테마',
  themes: { light: '밝게', dark: '어둡게', system: '시스템 설정' },
  app: '앱',
  messages: '메시지',
  channelStart: (name) => `#${name} 채널에 오신 것을 환영해요`,
  directStart: (name) => `${name}님과 나누는 다이렉트 메시지`,
  startHint: '/를 입력하면 할 수 있는 일이 보여요.',
  tryThese: '이렇게 시작해 보세요',
  used: '님이 사용함:',
  thinking: (name) => `${name}님이 생각하고 있어요…`,
  edited: '(수정됨)',
  onlyYou: '나에게만 보이는 메시지예요',
  dismiss: '메시지 닫기',
  failed: '애플리케이션이 응답하지 않았어요',
  sending: '명령을 보내는 중…',
  today: '오늘',
  jumpToNewest: '최신 메시지로',
  spoiler: '스포일러, 누르면 보여요',
  copy: '복사',
  copied: '복사됨',
  unknownUser: '알 수 없는 사용자',
  unknownChannel: '알 수 없음',
  unknownRole: '알 수 없는 역할',
  download: '내려받기',
  voiceMessage: '음성 메시지',
  play: '재생',
  pause: '일시 정지',
  noVoice: '이 브라우저가 읽을 수 있는 소리 파일이 아니에요.',
  pressFailed: '상호작용에 실패했어요',
  unreachable: '대역 서버에 연결할 수 없어요. 아직 실행 중인가요?',
  refused: (status) => `대역 서버가 거절했어요 (${status}).`,
  composer: (channel) => `${channel}에 메시지 보내기`,
  placeholder: (channel) => `${channel}에 메시지 · /로 명령`,
  send: '보내기',
  commandsTitle: '명령',
  choicesTitle: '선택지',
  optionsTitle: '옵션',
  keysHint: '↑↓ 이동 · Tab 완성 · Esc 닫기',
  optional: '선택',
  required: '필수',
  needsModerator: '“메시지 관리하기” 권한 필요',
  notAllowed: '이 명령에는 “메시지 관리하기” 권한이 필요해요. 관리자로 바꾸면 쓸 수 있어요.',
  slashOnly: (name) => `이 메시지는 ${name}에게 보이지 않아요. 슬래시 명령으로 보내 주세요.`,
  slashOnlyAction: (line) => `‘${line}’ 보내기`,
  slashOnlyAgain: '(Enter 한 번 더)',
  unknownCommand: (name) => `/${name} 명령은 없어요. /를 입력하면 모든 명령이 보여요.`,
  surplus: (text) => `“${text}” 부분은 이 명령의 어느 옵션에도 속하지 않아요.`,
  apps: '앱',
  close: '닫기',
  messageMenu: '메시지 메뉴',
  userMenu: (name) => `${name}님의 메뉴`,
  noMenuCommands: '여기서 쓸 수 있는 앱 명령이 없어요.',
  removeApp: (name) => `내 계정에서 ${name} 승인 해제`,
  appRemoved: {
    told: (name) => `${name} 승인을 해제했고, 앱에 알렸어요.`,
    untold: (name) => `${name} 승인을 해제했지만 앱이 받지 못했어요. 10분 동안 다시 알려요.`,
  },
  postPlain: '일반 메시지로 올리기',
  choose: '선택하세요',
  yes: '예',
  cancel: '취소',
  submit: '제출',
  modalWarning: (name) => `이 양식은 ${name}에게 제출돼요. 비밀번호를 적지 마세요.`,
  modalFailed: '문제가 생겼어요. 다시 시도해 주세요.',
  removeFile: (name) => `${name} 빼기`,
  fieldProblem(problem) {
    switch (problem.code) {
      case 'required':
        return '필수 항목이에요.';
      case 'too-short':
        return `${problem.min}자 이상 써야 해요 (지금 ${problem.length}자).`;
      case 'too-long':
        return `${problem.max}자까지 쓸 수 있어요 (지금 ${problem.length}자).`;
      case 'too-few':
        return `${problem.min}개 이상 고르세요.`;
      case 'too-many':
        return `${problem.max}개까지 고를 수 있어요.`;
    }
  },
  files: '파일',
  attach: (option) => `‘${option}’ 파일 고르기, 끌어 놓기, 붙여넣기`,
  noFileHere: '여기서 파일을 받는 명령이 없어요.',
  autocompleteFailed: '선택지를 불러오지 못했어요.',
  applyChoice: '선택 완료',
  pictureElsewhere: '다른 서버의 그림',
  openThread: '스레드 보기',
  channelsAndSettings: '채널과 설정',
  poll: (question) => `투표: ${question}`,
  pollOne: '답 하나를 고르세요',
  pollMany: '답을 여러 개 고를 수 있어요',
  pollEnds: (votes, time) => `${votes}표 · ${time}까지`,
  pollOver: (votes) => `${votes}표 · 투표 종료`,
  pollShare: (votes, percent) => `${votes}표 · ${percent}%`,
  pollOwn: '내 투표',
  vote: '투표하기',
  removeVote: '투표 취소',
  showResults: '결과 보기',
  backToVote: '투표로 돌아가기',
  addFile: '파일 고르기 또는 끌어 놓기',
  problem(option, problem) {
    switch (problem.code) {
      case 'missing':
        return `‘${option}’ 값이 필요해요.`;
      case 'unknown-choice':
        return `‘${option}’ 값은 다음 중 하나여야 해요: ${problem.labels.slice(0, 8).join(', ')}`;
      case 'not-integer':
        return `‘${option}’ 값은 정수여야 해요.`;
      case 'not-number':
        return `‘${option}’ 값은 숫자여야 해요.`;
      case 'too-small':
        return `‘${option}’ 값은 ${problem.min} 이상이어야 해요.`;
      case 'too-large':
        return `‘${option}’ 값은 ${problem.max} 이하여야 해요.`;
      case 'too-short':
        return `‘${option}’ 값은 ${problem.min}자 이상이어야 해요 (지금 ${problem.length}자).`;
      case 'too-long':
        return `‘${option}’ 값은 ${problem.max}자까지 쓸 수 있어요 (지금 ${problem.length}자).`;
      case 'unsupported':
        return `‘${option}’ 값은 이 페이지에서 채울 수 없는 종류예요.`;
    }
  },
};
