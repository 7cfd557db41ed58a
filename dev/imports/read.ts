/** Which files and packages a file imports, types included. Pure but for the parser. */

import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';

export interface Import {
  from: string;
  /** A path from the project's root for `file`; the name of a package or a module else. */
  to: string;
  kind: 'file' | 'package' | 'node' | 'cloudflare' | 'nowhere';
}

/** Throws on a file that cannot be parsed. `isFile` takes paths from the project's root. */
export function readImports(from: string, text: string, isFile: (path: string) => boolean): Import[] {
  const parsed = parseSync(from, text);
  const [error] = parsed.errors;
  if (error !== undefined) throw new Error(`${from}: ${error.message}`);
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const written = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ...dynamicImports.flatMap(({ moduleRequest }) =>
      literalOf(text.slice(moduleRequest.start, moduleRequest.end)),
    ),
    // `import('./x.ts')` in a type is no statement.
    ...[...text.matchAll(/\bimport\('([^']+)'\)\./g)].map((match) => match[1] ?? ''),
  ];
  return [...new Set(written)].map((name) => classify(from, name, isFile));
}

function literalOf(source: string): string[] {
  const literal = /^['"]([^'"]+)['"]$/.exec(source)?.[1];
  return literal === undefined ? [] : [literal];
}

function classify(from: string, name: string, isFile: (path: string) => boolean): Import {
  if (name.startsWith('.')) {
    const to = posix.normalize(posix.join(posix.dirname(from), name));
    return { from, to, kind: isFile(to) ? 'file' : 'nowhere' };
  }
  if (name.startsWith('cloudflare:')) return { from, to: name, kind: 'cloudflare' };
  if (isBuiltin(name)) return { from, to: name, kind: 'node' };
  const to = name.split('/', name.startsWith('@') ? 2 : 1).join('/');
  return { from, to, kind: 'package' };
}
