/** What most rows ask, and what the offline model says to it. */
import { answer } from '../../dev/openai/offline-model/answer.ts';
import { DEFAULT_MODEL } from './models.ts';

export const PROMPT = 'Count from 1 to 20';

/** The offline model says the same to the same question, always. */
export function wholeTextOf(prompt: string): string {
  return answer(DEFAULT_MODEL, [{ role: 'user', text: prompt }]);
}
