/** What `npm run setup` says, in both languages. */

export interface SetupTexts {
  welcome: (file: string) => string;
  /** What a bare Enter does: on this machine, and before a deployment. */
  skips: Record<'local' | 'deploy', string>;
  /** Where a deployment is prepared. */
  missing: (names: readonly string[]) => string;
  kept: (name: string) => string;
  /** Asked for each variable: where it is found, and what a bare Enter does. */
  prompts: Record<SetupVariable, string>;
  made: (name: string) => string;
  malformed: (name: string) => string;
  checking: string;
  works: (part: string, seen: string) => string;
  fails: (part: string, seen: string, advice: string) => string;
  askAgain: (part: string) => string;
  /** A part without one of its values is left out as a whole. */
  half: (part: string, name: string) => string;
  written: (file: string) => string;
  registered: (count: number) => string;
  /** `command`: what registers them. */
  notRegistered: (why: string, command: string) => string;
  invite: (link: string) => string;
  nextLocal: string;
  nextDeploy: (environment: string) => string;
  ended: string;
}

export const SETUP_VARIABLES = [
  'DISCORD_APPLICATION_ID',
  'DISCORD_PUBLIC_KEY',
  'DISCORD_BOT_TOKEN',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'DEFAULT_LLM_MODEL',
  'UPSTASH_REDIS_REST_URL',
  'UPSTASH_REDIS_REST_TOKEN',
  'DATABASE_URL',
] as const;
export type SetupVariable = (typeof SETUP_VARIABLES)[number];

const en: SetupTexts = {
  welcome: (file) =>
    `Libra's setup. It writes ${file} after each answer, so you can stop at any time and run it again.`,
  skips: {
    local: 'Enter alone skips a question; what is skipped is a stand-in on your own machine.',
    deploy: 'Enter alone skips a question for now; a deployment needs them all.',
  },
  missing: (names) =>
    `Still missing for a deployment: ${names.join(', ')}. Run this again when you have them.`,
  kept: (name) => `${name}: set already, kept.`,
  prompts: {
    DISCORD_APPLICATION_ID:
      'Discord application ID (https://discord.com/developers/applications → your application → General Information)',
    DISCORD_PUBLIC_KEY: 'Discord public key (on the same page, 64 hexadecimal digits)',
    DISCORD_BOT_TOKEN: 'Discord bot token (Bot → Reset Token)',
    OPENAI_API_KEY: 'Key of the model provider (OpenAI, or any with the same API)',
    OPENAI_BASE_URL: "Its base URL (Enter: OpenAI's own)",
    DEFAULT_LLM_MODEL: 'The model that answers (Enter: gpt-4o-mini)',
    UPSTASH_REDIS_REST_URL:
      'Upstash Redis, REST URL (https://console.upstash.com → your database → REST API)',
    UPSTASH_REDIS_REST_TOKEN: 'Its REST token (not the read-only one)',
    DATABASE_URL: 'Postgres connection string (https://console.neon.tech → your project → Connect)',
  },
  made: (name) => `${name}: generated at random.`,
  malformed: (name) => `That is not of the form that ${name} has. Once more:`,
  checking: 'Checking your values…',
  works: (part, seen) => `✔ ${part}: ${seen}`,
  fails: (part, seen, advice) => `✘ ${part}: ${seen}. ${advice}`,
  askAgain: (part) => `Give the values of ${part} again, or press Enter to keep them as they are.`,
  half: (part, name) => `${part} is left out: it does not work without ${name}.`,
  written: (file) => `Written: ${file} (readable by you alone; git ignores it).`,
  registered: (count) => `${count} commands registered.`,
  notRegistered: (why, command) =>
    `The commands are not registered yet: ${why} When that is fixed, run: ${command}`,
  invite: (link) => `Invite Libra to a server: ${link}`,
  nextLocal: 'Next: npm start',
  nextDeploy: (environment) => `Next: npm run deploy -- --env ${environment} --dry-run`,
  ended: 'The input ended here. Your answers are kept; run it again for the rest.',
};

const ko: SetupTexts = {
  welcome: (file) => `리브라 설정이에요. 답할 때마다 ${file}에 적으니, 언제든 멈췄다가 다시 실행해도 돼요.`,
  skips: {
    local: '그냥 Enter를 누르면 건너뛰어요. 건너뛴 서비스는 내 컴퓨터에서 대역이 대신해요.',
    deploy: '그냥 Enter를 누르면 일단 건너뛰어요. 배포하려면 모두 있어야 해요.',
  },
  missing: (names) => `배포하려면 아직 필요해요: ${names.join(', ')}. 준비되면 다시 실행해 주세요.`,
  kept: (name) => `${name}: 이미 있어서 그대로 둘게요.`,
  prompts: {
    DISCORD_APPLICATION_ID:
      'Discord 애플리케이션 ID (https://discord.com/developers/applications → 내 애플리케이션 → General Information)',
    DISCORD_PUBLIC_KEY: 'Discord 공개 키 (같은 페이지의 Public Key, 16진수 64자리)',
    DISCORD_BOT_TOKEN: 'Discord 봇 토큰 (Bot → Reset Token)',
    OPENAI_API_KEY: '모델 제공자의 키 (OpenAI 또는 같은 API를 쓰는 곳)',
    OPENAI_BASE_URL: '제공자 주소 (Enter: OpenAI)',
    DEFAULT_LLM_MODEL: '답할 모델 (Enter: gpt-4o-mini)',
    UPSTASH_REDIS_REST_URL: 'Upstash Redis REST URL (https://console.upstash.com → 데이터베이스 → REST API)',
    UPSTASH_REDIS_REST_TOKEN: 'Upstash REST 토큰 (읽기 전용이 아닌 것)',
    DATABASE_URL: 'Postgres 연결 문자열 (https://console.neon.tech → 프로젝트 → Connect)',
  },
  made: (name) => `${name}: 무작위로 만들었어요.`,
  malformed: (name) => `${name} 형식이 아니에요. 다시 적어 주세요:`,
  checking: '적어 주신 값을 시험해 보고 있어요…',
  works: (part, seen) => `✔ ${part}: ${seen}`,
  fails: (part, seen, advice) => `✘ ${part}: ${seen}. ${advice}`,
  askAgain: (part) => `${part} 값을 다시 적어 주세요. 그대로 두려면 Enter를 누르세요.`,
  half: (part, name) => `${name} 값이 없으면 쓸 수 없어서 ${part} 설정은 비워 둘게요.`,
  written: (file) => `${file}에 적었어요 (나만 읽을 수 있고, git은 무시해요).`,
  registered: (count) => `명령 ${count}개를 등록했어요.`,
  notRegistered: (why, command) =>
    `명령은 아직 등록하지 못했어요: ${why} 고친 뒤에 실행해 주세요: ${command}`,
  invite: (link) => `서버에 리브라 초대하기: ${link}`,
  nextLocal: '다음: npm start',
  nextDeploy: (environment) => `다음: npm run deploy -- --env ${environment} --dry-run`,
  ended: '입력이 여기서 끝났어요. 적은 값은 남겨 뒀으니, 다시 실행하면 이어서 물어볼게요.',
};

export const SETUP_TEXTS = { en, ko } as const;
export type SetupLanguage = keyof typeof SETUP_TEXTS;

/** POSIX: one that is empty counts as not set. */
export function terminalLocale({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): string | undefined {
  return LC_ALL || LC_MESSAGES || LANG;
}

/** `--lang`, else what the terminal is set to. */
export function chooseLanguage(given: string | undefined, locale: string | undefined): SetupLanguage {
  if (given !== undefined) {
    if (given === 'ko' || given === 'en') return given;
    throw new Error('--lang takes ko or en');
  }
  return /^ko/i.test(locale ?? '') ? 'ko' : 'en';
}
