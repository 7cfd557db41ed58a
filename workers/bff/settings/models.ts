/** Names of models in settings that the catalogue does not have. Pure. */
import type { SettingsProblem } from '../../../shared/settings/check.ts';

interface NamesModels {
  model?: string | null;
  allowedModels?: string[] | null;
}

/** `path`: where the settings stand in a larger value. */
export function unknownModels(
  { model, allowedModels }: NamesModels,
  models: readonly string[],
  path = '',
): SettingsProblem[] {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const named = [
    { name: model, path: at('model') },
    ...(allowedModels ?? []).map((name, index) => ({ name, path: `${at('allowedModels')}[${index}]` })),
  ];
  return named.flatMap(({ name, path }) =>
    name === undefined || name === null || models.includes(name) ? [] : [{ code: 'unknown_model', path }],
  );
}
