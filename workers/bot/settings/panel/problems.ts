/** What is wrong with settings, line by line, with the path of each. Pure. */
import type { SettingsProblem } from '../../../../shared/settings/check.ts';
import { withCode } from '../../locale/failure.ts';
import { inCode } from '../../locale/in-code.ts';
import type { SettingsTexts } from '../../locale/texts/settings.ts';

/** With their sentence, in one message. */
const MAX_SHOWN = 12;
const MAX_PATH_CHARS = 80;

export function describeProblems(problems: readonly SettingsProblem[], texts: SettingsTexts): string {
  const lines = problems
    .slice(0, MAX_SHOWN)
    .map(({ code, path, limit = 0 }) => `${inCode(path, MAX_PATH_CHARS)} ${texts.problems[code](limit)}`);
  const more = problems.length - lines.length;
  return withCode(
    [texts.problemsTitle, ...lines, ...(more > 0 ? [texts.andMore(more)] : [])].join('\n'),
    'settings_invalid',
  );
}

/** All of them, for a file; null: they are shown already. */
export function listProblems(problems: readonly SettingsProblem[], texts: SettingsTexts): string | null {
  if (problems.length <= MAX_SHOWN) return null;
  return problems.map(({ code, path, limit = 0 }) => `${path}: ${texts.problems[code](limit)}`).join('\n');
}
