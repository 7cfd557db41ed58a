/** The names that can be asked for: each model, and each alias with its chain. Pure. */
import { type Chain, type ChainStep, chainOf, kindOf, type ModelEntry, modelsOf } from './catalogue.ts';
import { type ObjectReader, type Problem, suggestion } from './json-reader.ts';
import { MOVE_REASONS } from './move-reason.ts';
import { MODEL_NAME, MODEL_NAME_FORM } from './parse-entries.ts';

interface WrittenStep {
  /** Where an alias is named, its chain stands in its place. */
  targets: { path: string; target: string; weight: number }[];
  isShared: boolean;
  on: ChainStep['on'];
}

interface WrittenAlias {
  name: string;
  /** Of its chain. */
  path: string;
  steps: WrittenStep[];
}

const STEP_FIELDS = ['target', 'share', 'on'];
const MAX_WEIGHT = 1_000_000;
/** Nobody waits for more. */
const MAX_STEPS = 16;

/** Of a name that is wrong the mistake is noted, and the name is known all the same. */
export function readChains(
  aliases: readonly ObjectReader[],
  models: readonly { reader: ObjectReader; entry: ModelEntry | undefined }[],
  problems: Problem[],
): Map<string, Chain> {
  const written = aliases.flatMap((reader) => readAlias(reader, problems) ?? []);
  noteRepeats([...models.map(({ reader }) => reader), ...aliases], problems);
  const names = [
    ...written.map(({ name }) => name),
    ...models.flatMap(({ reader }) => reader.peek('name') ?? []),
  ];
  const byAlias = new Map(written.map((alias) => [alias.name, alias]));
  const byModel = new Map(models.flatMap(({ entry }) => (entry === undefined ? [] : [[entry.name, entry]])));
  const expand = createExpander(byAlias, byModel, names, problems);
  return new Map<string, Chain>([
    ...written.map((alias): [string, Chain] => [alias.name, expand(alias)]),
    ...[...byModel].map(([name, model]): [string, Chain] => [name, chainOf(model)]),
  ]);
}

function noteRepeats(readers: readonly ObjectReader[], problems: Problem[]): void {
  const seen = new Map<string, string>();
  for (const reader of readers) {
    const name = reader.peek('name');
    if (name === undefined) continue;
    const other = seen.get(name);
    if (other !== undefined) {
      problems.push({ path: reader.at('name'), message: `is taken: ${other} has the name ${name}` });
    }
    seen.set(name, other ?? reader.at());
  }
}

function readAlias(reader: ObjectReader, problems: Problem[]): WrittenAlias | undefined {
  const name = reader.text('name', { pattern: MODEL_NAME, form: MODEL_NAME_FORM });
  const steps = reader.objects('chain', STEP_FIELDS);
  if (steps.length === 0 && reader.has('chain') && !isNoted(reader.at('chain'), problems)) {
    problems.push({ path: reader.at('chain'), message: 'must hold at least one target' });
  }
  const read = steps.map((step) => readStep(step, problems));
  return name === undefined ? undefined : { name, path: reader.at('chain'), steps: read };
}

function isNoted(path: string, problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.path.startsWith(path));
}

function readStep(reader: ObjectReader, problems: Problem[]): WrittenStep {
  const on = reader.words('on', MOVE_REASONS) ?? MOVE_REASONS;
  const isShared = reader.has('share');
  if (isShared === reader.has('target')) {
    problems.push({ path: reader.at(), message: 'needs either target or share' });
  }
  if (!isShared) {
    const target = reader.text('target', { optional: true });
    const path = reader.at('target');
    return { on, isShared, targets: target === undefined ? [] : [{ path, target, weight: 1 }] };
  }
  const shares = reader.objects('share', ['target', 'weight']);
  const targets = shares.flatMap((share) => {
    const target = share.text('target');
    const weight = share.number('weight', { optional: true, least: 0, most: MAX_WEIGHT }) ?? 1;
    return target === undefined ? [] : [{ path: share.at('target'), target, weight }];
  });
  if (!isNoted(reader.at('share'), problems) && targets.every(({ weight }) => weight === 0)) {
    problems.push({ path: reader.at('share'), message: 'needs a target with a weight of more than 0' });
  }
  return { on, isShared, targets };
}

function createExpander(
  aliases: ReadonlyMap<string, WrittenAlias>,
  models: ReadonlyMap<string, ModelEntry>,
  names: readonly string[],
  problems: Problem[],
) {
  const noted = new Set<string>();
  const note = (path: string, message: string): [] => {
    if (!noted.has(path)) problems.push({ path, message });
    noted.add(path);
    return [];
  };

  function expandStep({ targets, isShared, on }: WrittenStep, way: readonly string[]): ChainStep[] {
    const [first] = targets;
    if (!isShared && first !== undefined && aliases.has(first.target)) {
      if (way.includes(first.target)) {
        return note(first.path, `is a loop: ${[...way, first.target].join(' → ')}`);
      }
      const inner = expand(aliases.get(first.target), [...way, first.target]);
      return inner.map((step, index) => (index === 0 ? { ...step, on } : step));
    }
    const found = targets.flatMap(({ path, target, weight }) => {
      const model = models.get(target);
      if (model !== undefined) return [{ model, weight }];
      if (aliases.has(target)) return note(path, 'must be a model: an alias cannot share the load');
      // A model that is wrong itself has been noted.
      if (names.includes(target)) return [];
      return note(path, `names no model or alias${suggestion(target, names)}`);
    });
    return found.length === 0 ? [] : [{ targets: found, on }];
  }

  const expanded = new Map<string, ChainStep[]>();

  /** Once an alias: chains that name one another would else grow without bound. */
  function expand(alias: WrittenAlias | undefined, way: readonly string[]): ChainStep[] {
    if (alias === undefined) return [];
    const known = expanded.get(alias.name);
    if (known !== undefined) return known;
    const steps = alias.steps.flatMap((step) => expandStep(step, way));
    if (steps.length > MAX_STEPS) note(alias.path, `has more than ${MAX_STEPS} targets in a row`);
    const bounded = steps.slice(0, MAX_STEPS);
    const [first, ...others] = modelsOf(bounded);
    const other = others.find((model) => first !== undefined && kindOf(model) !== kindOf(first));
    if (first !== undefined && other !== undefined) {
      const kinds = [first, other].map((model) => `${model.name} is for ${kindOf(model)}`);
      note(alias.path, `mixes kinds: ${kinds.join(', ')}`);
    }
    expanded.set(alias.name, bounded);
    return bounded;
  }

  return (alias: WrittenAlias): Chain => expand(alias, [alias.name]);
}
