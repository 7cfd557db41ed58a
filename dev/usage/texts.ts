/** What `npm run usage` says, in both languages. */
import { countOf } from '../../shared/text/count-of.ts';

export interface UsageTexts {
  nothing: string;
  /** `money` is formatted already. */
  sum(calls: number, money: string, errors: number): string;
  columns: Record<'calls' | 'errors' | 'tokensIn' | 'tokensOut' | 'money' | 'p50' | 'p95', string>;
  ways: Record<'day' | 'hour' | 'model' | 'provider' | 'guild' | 'user' | 'key', string>;
}

const number = (value: number): string => value.toLocaleString('en-US');

export const USAGE_TEXTS: Readonly<Record<'en' | 'ko', UsageTexts>> = {
  en: {
    nothing: 'Nothing was used.',
    sum: (calls, money, errors) =>
      `In all: ${countOf(calls, 'call')}, ${money}, ${errors === 0 ? 'no errors' : countOf(errors, 'error')}.`,
    columns: {
      ...{ calls: 'calls', errors: 'errors', tokensIn: 'tokens in', tokensOut: 'tokens out', money: 'money' },
      ...{ p50: 'first token p50', p95: 'p95' },
    },
    ways: {
      ...{ day: 'day', hour: 'hour', model: 'model', provider: 'provider', guild: 'guild', user: 'user' },
      key: 'key',
    },
  },
  ko: {
    nothing: '쓴 것이 없어요.',
    sum: (calls, money, errors) =>
      `모두: 호출 ${number(calls)}회, ${money}, ${errors === 0 ? '오류 없음' : `오류 ${number(errors)}건`}.`,
    columns: {
      ...{ calls: '호출', errors: '오류', tokensIn: '입력 토큰', tokensOut: '출력 토큰', money: '금액' },
      ...{ p50: '첫 글자 중앙값', p95: '95%' },
    },
    ways: {
      ...{ day: '날짜', hour: '시간', model: '모델', provider: '제공자', guild: '서버', user: '사람' },
      key: '키',
    },
  },
};
