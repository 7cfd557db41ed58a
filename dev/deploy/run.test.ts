import { describe, expect, it } from 'vitest';
import type { DeployedVersion } from './cloudflare.ts';
import { type RunOptions, runDeployment } from './run.ts';
import type { Target } from './targets.ts';

const target = (worker: string, migrationTag?: string) =>
  ({
    worker,
    name: `libra-${worker}`,
    isPublic: true,
    config: {},
    migrationTag,
    secrets: {},
    needs: [],
  }) as unknown as Target;
const TARGETS = [target('llm'), target('bff'), target('bot')];
const OPTIONS: RunOptions = { release: 'r2', message: 'libra 2 schema 5', steps: [], pauseMs: 1 };

/** A Cloudflare at which each Worker has one version of release r1, and notes of all that is done. */
function createWorld(options: { sick?: string; crash?: string; without?: string[] } = {}) {
  const notes: string[] = [];
  const deployed = new Map<string, DeployedVersion[][]>();
  const releases = new Map<string, string>();
  for (const { name } of TARGETS) {
    if (options.without?.includes(name)) continue;
    releases.set(`${name}-1`, 'r1');
    deployed.set(name, [[{ id: `${name}-1`, percentage: 100, release: 'r1', message: undefined }]]);
  }
  const put = (name: string, versions: readonly { id: string; percentage: number }[]) => {
    const full = versions.map((each) => ({ ...each, release: releases.get(each.id), message: undefined }));
    deployed.set(name, [full, ...(deployed.get(name) ?? [])]);
  };
  const make = (name: string) => {
    if (options.crash === name) throw new Error('the upload broke');
    releases.set(`${name}-2`, 'r2');
    return `${name}-2`;
  };
  return {
    notes,
    now: (name: string) =>
      (deployed.get(name)?.[0] ?? []).map(({ id, percentage }) => `${id} ${percentage}`).join(),
    options,
    deps: {
      cloudflare: {
        findWorker: async (name: string) => (deployed.has(name) ? { migrationTag: 'v1' } : null),
        deployments: async (name: string) => deployed.get(name) ?? [],
        deploy: async (name: string, versions: readonly { id: string; percentage: number }[]) => {
          notes.push(`${name} → ${versions.map(({ id, percentage }) => `${id} ${percentage}`).join()}`);
          put(name, versions);
        },
      },
      uploader: {
        deployAll: async ({ name }: Target) => {
          const id = make(name);
          notes.push(`${name} deployed whole`);
          put(name, [{ id, percentage: 100 }]);
          return id;
        },
        upload: async ({ name }: Target) => make(name),
        promote: async ({ name }: Target, id: string) => put(name, [{ id, percentage: 100 }]),
      },
      smoke: async ({ name }: Target, id: string) => {
        notes.push(`look at ${id}`);
        return options.sick === name ? '/health answers 500' : null;
      },
      say: () => undefined,
      sleep: async () => undefined,
    },
  };
}

describe('runDeployment', () => {
  it('goes from Worker to Worker, each looked at before the next', async () => {
    const world = createWorld();
    expect(await runDeployment(TARGETS, OPTIONS, world.deps)).toEqual({ ok: true });
    expect(world.notes).toEqual(['look at libra-llm-2', 'look at libra-bff-2', 'look at libra-bot-2']);
    expect(world.now('libra-bot')).toBe('libra-bot-2 100');
  });

  it('takes the whole run back, newest first, when one Worker is red', async () => {
    const world = createWorld({ sick: 'libra-bff' });
    expect(await runDeployment(TARGETS, OPTIONS, world.deps)).toEqual({
      ok: false,
      worker: 'libra-bff',
      why: '/health answers 500',
    });
    expect(world.notes.slice(2)).toEqual(['libra-bff → libra-bff-1 100', 'libra-llm → libra-llm-1 100']);
    for (const { name } of TARGETS) expect(world.now(name)).toBe(`${name}-1 100`);
  });

  it('takes back what was done when an upload breaks', async () => {
    const world = createWorld({ crash: 'libra-bot' });
    expect(await runDeployment(TARGETS, OPTIONS, world.deps)).toMatchObject({
      ok: false,
      why: 'the upload broke',
    });
    for (const { name } of TARGETS) expect(world.now(name)).toBe(`${name}-1 100`);
  });

  it('goes on where an interrupted run stopped, and does nothing twice', async () => {
    const world = createWorld();
    await runDeployment(TARGETS.slice(0, 2), OPTIONS, world.deps);
    world.notes.length = 0;
    expect(await runDeployment(TARGETS, OPTIONS, world.deps)).toEqual({ ok: true });
    expect(world.notes).toEqual(['look at libra-bot-2']);
  });

  it('gives a version a part of the requests first, and ends there when it is red', async () => {
    const gradual = { ...OPTIONS, steps: [10, 50] };
    const world = createWorld();
    await runDeployment([target('bot')], gradual, world.deps);
    expect(world.notes).toEqual([
      'libra-bot → libra-bot-2 10,libra-bot-1 90',
      'look at libra-bot-2',
      'libra-bot → libra-bot-2 50,libra-bot-1 50',
      'look at libra-bot-2',
      'look at libra-bot-2',
    ]);
    const sick = createWorld({ sick: 'libra-bot' });
    await runDeployment([target('bot')], gradual, sick.deps);
    expect(sick.notes).not.toContain('libra-bot → libra-bot-2 50,libra-bot-1 50');
    expect(sick.now('libra-bot')).toBe('libra-bot-1 100');
  });

  it('deploys at once what is new or has a new step of Durable Objects', async () => {
    const world = createWorld({ without: ['libra-llm'] });
    await runDeployment(
      [target('llm'), target('bff', 'v2'), target('bot', 'v1')],
      { ...OPTIONS, steps: [10] },
      world.deps,
    );
    expect(world.notes.filter((note) => note.includes('whole'))).toEqual([
      'libra-llm deployed whole',
      'libra-bff deployed whole',
    ]);
  });
});
