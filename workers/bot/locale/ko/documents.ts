import type { DocumentProblemTexts, DocumentTexts } from '../texts/documents.ts';

const SCOPES = { server: '이 서버', channel: '이 채널', me: '나만' } as const;

/** Else it would not be clear in a channel why it was not found. */
const MINE = '“나만” 문서는 나만 보는 답변과 리브라와의 DM에서만 찾아요.';

export const documentsKo: DocumentTexts = {
  form: {
    title: '문서 추가',
    files: '파일',
    filesHint: '10개까지: PDF, DOCX, HTML, Markdown, CSV, 텍스트, 코드. 하나에 10MiB까지예요.',
    scope: '누가 찾을 수 있나요?',
    scopeHint: '“나만” 문서는 나만 보는 답변과 리브라와의 DM에서만 찾아요.',
  },
  scopes: SCOPES,
  progress: {
    head: '📚 **문서를 읽고 있어요.**',
    waiting: (name) => `⏳ ${name}: 받는 중`,
    reading: (name, done, all) => `⏳ ${name}: ${done}/${all}조각`,
    ready: (name, chunks, scope) =>
      `✅ ${name}: 다 읽었어요 (${chunks.toLocaleString('ko-KR')}조각, ${SCOPES[scope]}).`,
    replaced: (name) => `♻️ ${name}: 같은 이름의 문서를 바꿔요.`,
    failed: (name, why) => `❌ ${name}: ${why}`,
    goesOn: '아직 읽는 중이에요. 계속 읽을게요. `/문서 목록`에서 확인할 수 있어요.',
    gone: (name) => `🗑️ ${name}: 읽는 동안 지워졌어요.`,
  },
  list: {
    empty: '📚 여기에는 아직 문서가 없어요. `/문서 추가`로 파일이나 웹 페이지를 추가할 수 있어요.',
    head: (count) => `📚 **문서 ${count}개**`,
    line: ({ name, scope, state, chunks, pages, isStale }) =>
      [
        `• ${name} · ${SCOPES[scope]}`,
        ...(state === 'reading' ? ['⏳ 읽는 중'] : state === 'failed' ? ['❌ 읽지 못함'] : []),
        ...(pages === null ? [] : [`${pages}쪽`]),
        ...(chunks === 0 ? [] : [`${chunks}조각`]),
        ...(isStale ? ['다시 색인 필요'] : []),
      ].join(' · '),
    more: (count) => `…외 ${count}개`,
    mine: MINE,
    how: '질문하면 여기에서 찾아 답하고, 어디에서 왔는지 번호로 알려 드려요.',
  },
  show: {
    source: { file: '파일', page: '웹 페이지', message: '메시지' },
    state: { reading: '⏳ 읽는 중', ready: '✅ 찾을 수 있어요', failed: '❌ 읽지 못했어요' },
    size: (bytes) =>
      bytes < 1_048_576
        ? `${Math.max(1, Math.round(bytes / 1024))}KiB`
        : `${(bytes / 1_048_576).toFixed(1)}MiB`,
    added: (atSec) => `<t:${atSec}:f>에 추가`,
    stale: '일부는 단어로만 찾아져요. `/문서 재색인`을 쓰면 뜻으로도 찾아져요.',
  },
  removed: (name) => `🗑️ ${name} 문서를 지웠어요. 이제 답변에 쓰이지 않아요.`,
  cited: (number, name, where) => `📄 [${number}] ${name}${where === '' ? '' : ` · ${where}`}`,
  pages: (first, last) => (first === last ? `${first}쪽` : `${first}–${last}쪽`),
  wordsOnly: '-# 📄 지금은 뜻으로 찾을 수 없어서 단어로만 찾았어요.',
  unavailable: '-# 📄 지금은 문서를 찾아볼 수 없어서 문서 없이 답했어요.',
  openPassage: '📄 출처 원문 보기',
  passageGone: '이 문서는 지워졌거나 바뀌어서 더 이상 볼 수 없어요.',
};

export const documentProblemsKo: DocumentProblemTexts = {
  document_unknown: '여기에는 그런 문서가 없어요. `/문서 목록`에서 있는 문서를 볼 수 있어요.',
  document_forbidden:
    '이 문서는 추가한 사람이나 **서버 관리하기**(채널 문서는 **채널 관리하기**) 권한이 있는 사람만 바꿀 수 있어요.',
  document_scope_forbidden:
    '서버 문서는 **서버 관리하기**, 채널 문서는 **채널 관리하기** 권한이 있는 사람만 추가할 수 있어요. “나만”은 누구나 고를 수 있어요.',
  document_scope_outside: '서버 밖에서는 “나만” 볼 문서만 추가할 수 있어요.',
  document_url: '`http://`나 `https://`로 시작하는 주소를 적어 주세요.',
  documents_unreachable: '지금은 문서를 다룰 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
  document_file_type: (file) =>
    `${file} 파일은 읽지 못해요. PDF, DOCX, HTML, Markdown, CSV, 텍스트, 코드를 읽을 수 있어요.`,
};
