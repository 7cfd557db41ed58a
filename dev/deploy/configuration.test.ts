import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unstable_readConfig } from 'wrangler';
import { PROJECT_ROOT, WORKERS } from '../stack/build.ts';

const config = join(PROJECT_ROOT, 'wrangler.toml');

describe.each(WORKERS)('the %s Worker of wrangler.toml', (env) => {
  const deployed = unstable_readConfig({ config, env });

  it('has no preview addresses', () => {
    expect(deployed.preview_urls).toBe(false);
  });

  it('is public only when it serves clients', () => {
    expect(deployed.workers_dev).toBe(['bot', 'bff', 'console', 'voice'].includes(env));
    expect(deployed.routes ?? []).toEqual([]);
  });

  it('serves no files but those of the page, so that its source maps stay at Cloudflare', () => {
    expect(deployed.upload_source_maps).toBe(true);
    expect(deployed.assets?.directory).toBe(env === 'voice' ? 'workers/voice/page/dist' : undefined);
    expect(deployed.assets?.run_worker_first).toBe(env === 'voice' ? true : undefined);
    expect(deployed.site).toBeUndefined();
  });

  it('reaches hosts of its own zone as anybody does, behind what guards them', () => {
    expect(deployed.compatibility_flags).toContain('global_fetch_strictly_public');
  });

  it('has no secret among its variables', () => {
    for (const name of Object.keys(deployed.vars))
      expect(name).not.toMatch(/SECRET|TOKEN$|API_KEY|DATABASE_URL/);
  });
});

it('has no Worker without an environment', () => {
  expect(unstable_readConfig({ config }).main).toBeUndefined();
});
