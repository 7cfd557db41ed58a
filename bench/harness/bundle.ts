/** One file of a bench as a Worker's module, bundled as wrangler would bundle it. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';

export async function bundleForWorkerd(
  entry: string,
  options: { nodePaths?: readonly string[]; nodeBuiltins?: boolean } = {},
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(PROJECT_ROOT, entry)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'browser', 'import'],
    external: ['cloudflare:*', ...(options.nodeBuiltins === true ? ['node:*'] : [])],
    nodePaths: [...(options.nodePaths ?? [])],
    logLevel: 'error',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`${entry} gave no bundle`);
  return output.text;
}
