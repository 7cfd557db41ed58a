import { once } from '../../../../shared/once.ts';

const inEnglish = once(() => new Intl.NumberFormat('en-US'));

/** `1 question`, `1,200 questions`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${inEnglish().format(count)} ${count === 1 ? one : several}`;
}
