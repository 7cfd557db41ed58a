/**
 * A catalogue as an operator writes it (docs/gateway.md), checked as a whole: everything that is wrong is named at once, with
 * its path. Pure; never throws. Files, variables and the console's page are all checked by this one function.
 */
import { type Catalogue, type Chain, kindOfChain, type ModelEntry, type ProviderEntry } from './catalogue.ts';
import { type ObjectReader, type Problem, readObject, suggestion } from './json-reader.ts';
import { knowsCacheKey } from './openai.ts';
import { readChains } from './parse-chains.ts';
import { MODEL_FIELDS, PROVIDER_FIELDS, readModel, readProvider } from './parse-entries.ts';

export type ParsedCatalogue = { ok: true; catalogue: Catalogue } | { ok: false; problems: Problem[] };

const FIELDS = ['default', 'providers', 'models', 'aliases'];

export function parseCatalogue(value: unknown): ParsedCatalogue {
  const problems: Problem[] = [];
  const root = readObject(value, '', FIELDS, problems);
  if (root === undefined) return { ok: false, problems };
  const providers = root
    .objects('providers', PROVIDER_FIELDS)
    .map((reader) => ({ reader, entry: readProvider(reader, problems) }));
  const models = root
    .objects('models', MODEL_FIELDS)
    .map((reader) => ({ reader, entry: readModel(reader, problems) }));
  const aliases = root.objects('aliases', ['name', 'chain'], { optional: true });

  noteEmpty(root, 'providers', providers, problems);
  noteEmpty(root, 'models', models, problems);
  noteRepeats(providers, problems);
  noteUnknownProviders(models, providers, problems);
  const taking = new Set(
    providers.flatMap(({ entry }) => (entry && knowsCacheKey(new URL(entry.baseUrl).host) ? entry.name : [])),
  );
  const entries = models.flatMap(({ entry }) => entry ?? []);
  for (const entry of entries) if (taking.has(entry.provider)) entry.takesCacheKey = true;
  const chains = readChains(aliases, models, problems);
  const names = [...chains.keys()];
  const defaultName = root.text('default');
  if (defaultName !== undefined && !chains.has(defaultName)) {
    problems.push({ path: 'default', message: `names no model or alias${suggestion(defaultName, names)}` });
  }
  const byDefault = chains.get(defaultName ?? '') ?? [];
  if (kindOfChain(byDefault) !== 'chat') {
    problems.push({ path: 'default', message: `must chat: ${defaultName} is for ${kindOfChain(byDefault)}` });
  }
  if (problems.length > 0 || defaultName === undefined) return { ok: false, problems };
  return {
    ok: true,
    catalogue: {
      providers: providers.flatMap(({ entry }) => entry ?? []),
      models: entries,
      chains: withDefaultFirst(chains, defaultName),
      defaultName,
    },
  };
}

/** One line a problem; `source` is where the catalogue was written. */
export function formatProblem({ path, message }: Problem, source: string): string {
  return path === '' ? `${source}: ${message}` : `${source}: ${path} ${message}`;
}

function noteEmpty(
  root: ObjectReader,
  field: string,
  entries: readonly unknown[],
  problems: Problem[],
): void {
  const isNoted = problems.some(({ path }) => path.startsWith(field));
  if (entries.length === 0 && root.has(field) && !isNoted) {
    problems.push({ path: field, message: 'must hold at least one' });
  }
}

type Read<Entry> = { reader: ObjectReader; entry: Entry | undefined };

function noteRepeats(providers: readonly Read<ProviderEntry>[], problems: Problem[]): void {
  const seen = new Set<string>();
  for (const { reader, entry } of providers) {
    if (entry === undefined) continue;
    if (seen.has(entry.name)) {
      problems.push({ path: reader.at('name'), message: `is taken: ${entry.name} is there twice` });
    }
    seen.add(entry.name);
  }
}

function noteUnknownProviders(
  models: readonly Read<ModelEntry>[],
  providers: readonly Read<ProviderEntry>[],
  problems: Problem[],
): void {
  // One that is wrong itself is known by its name all the same.
  const names = providers.flatMap(({ reader }) => reader.peek('name') ?? []);
  for (const { reader } of models) {
    const provider = reader.peek('provider');
    if (provider === undefined || names.includes(provider)) continue;
    problems.push({
      path: reader.at('provider'),
      message: `names no provider${suggestion(provider, names)}`,
    });
  }
}

/** User interfaces choose what is listed first. */
function withDefaultFirst(chains: ReadonlyMap<string, Chain>, name: string): ReadonlyMap<string, Chain> {
  return new Map([...chains].sort(([a], [b]) => Number(b === name) - Number(a === name)));
}
