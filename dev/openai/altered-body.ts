/** What a JSON body says when a fault changes it: the bodies that are not completions. Pure. */
import type { OpenAiFaults } from './faults.ts';

/** `empty` takes out what was asked for; `noUsage` and `usage` change the usage. */
export function alterBody(
  body: Record<string, unknown>,
  { empty, noUsage, usage }: OpenAiFaults,
): Record<string, unknown> {
  const altered = { ...body };
  if (empty !== undefined) {
    for (const list of ['data', 'results', 'segments', 'words']) if (list in altered) altered[list] = [];
    if ('text' in altered) altered.text = '';
  }
  if ('usage' in altered) {
    if (usage !== undefined) altered.usage = usage.value;
    if (noUsage !== undefined) delete altered.usage;
  }
  return altered;
}
