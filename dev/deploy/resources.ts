/** What Workers are bound to and what has to exist before them: KV namespaces, R2 buckets, queues. Pure but for what is created. */
import type { Cloudflare, ResourceKind } from './cloudflare.ts';
import type { Target } from './targets.ts';

export interface Resource {
  kind: ResourceKind;
  name: string;
}

/** Each once. A namespace whose id stands in wrangler.toml exists already; in staging buckets and queues get a name of their own. */
export function resourcesOf(targets: readonly Target[]): Resource[] {
  const all = targets.flatMap(({ name, config }): Resource[] => [
    ...(config.kv_namespaces ?? [])
      .filter(({ id }) => id === undefined)
      .map(({ binding }) => ({ kind: 'KV namespace' as const, name: namespaceName(name, binding) })),
    ...(config.r2_buckets ?? []).flatMap(({ bucket_name }) =>
      bucket_name === undefined ? [] : [{ kind: 'R2 bucket' as const, name: bucket_name }],
    ),
    ...[...(config.queues?.producers ?? []), ...(config.queues?.consumers ?? [])].map(({ queue }) => ({
      kind: 'queue' as const,
      name: queue,
    })),
  ]);
  return [...new Map(all.map((each) => [`${each.kind} ${each.name}`, each])).values()];
}

function namespaceName(worker: string, binding: string): string {
  return `${worker}-${binding.toLowerCase().replaceAll('_', '-')}`;
}

export async function findMissing(wanted: readonly Resource[], cloudflare: Cloudflare): Promise<Resource[]> {
  const kinds = [...new Set(wanted.map(({ kind }) => kind))];
  const there = new Set<string>();
  for (const kind of kinds) for (const { name } of await cloudflare.list(kind)) there.add(`${kind} ${name}`);
  return wanted.filter(({ kind, name }) => !there.has(`${kind} ${name}`));
}

/** Creates what is missing and gives each namespace of the configurations its id. Returns what was created. */
export async function provide(targets: readonly Target[], cloudflare: Cloudflare): Promise<Resource[]> {
  const missing = await findMissing(resourcesOf(targets), cloudflare);
  for (const { kind, name } of missing) await cloudflare.create(kind, name);
  const withoutId = targets.flatMap(({ name, config }) =>
    (config.kv_namespaces ?? []).filter(({ id }) => id === undefined).map((entry) => ({ name, entry })),
  );
  if (withoutId.length > 0) {
    const ids = new Map((await cloudflare.list('KV namespace')).map(({ name, id }) => [name, id]));
    for (const { name, entry } of withoutId) {
      const id = ids.get(namespaceName(name, entry.binding));
      if (id !== undefined) entry.id = id;
    }
  }
  return missing;
}
