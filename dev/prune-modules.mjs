// Takes out of node_modules what nothing here reads, a sixth of what `npm start` installs: maps of sources, readmes, the other of
// two builds of a package, and large files of commands that nobody here gives. Runs after every `npm ci` (package.json, postinstall).
//
// Plain JavaScript without dependencies, as all that runs while nothing may be installed yet.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const UNUSED = [
  // No package.json names a file in there, but under a condition that nobody sets (zod: `@zod/source`).
  'openai/src',
  'zod/src',
  'mammoth/test',
  'undici/docs',
  // For pages without a bundler, and for loaders that are gone.
  'mammoth/mammoth.browser.js',
  'underscore/amd',
  // What `wrangler types` is made of: the types of Workers are a package here.
  'workerd/worker.mjs',
];
/** The CommonJS build of packages that are only imported. A package whose `require` another one calls must not be here. */
const COMMON_JS = {
  '@electric-sql': /\.(cjs|d\.cts)$/,
  '@langchain': /\.(cjs|d\.cts)$/,
  '@modelcontextprotocol/client': /\.(cjs|d\.cts)$/,
  '@modelcontextprotocol/core': /\.(cjs|d\.cts)$/,
  // drizzle-kit requires it, without its types.
  'drizzle-orm': /\.d\.cts$/,
  langsmith: /\.(cjs|d\.cts)$/,
  'js-tiktoken': /\.(cjs|d\.cts)$/,
  // Of these the one build imports the first, and @langchain/openai the second, by their names.
  openai: /(?<!x509-transport-state|ResponseInputItems)\.(js|d\.ts)$/,
};
const UNREAD = /\.map$|^(readme|changelog|history)\.(md|markdown)$/i;

/** Does nothing where nothing is installed. */
export function pruneModules(folder) {
  if (!existsSync(folder)) return;
  for (const path of UNUSED) rmSync(join(folder, path), { recursive: true, force: true });
  for (const [name, pattern] of Object.entries(COMMON_JS)) removeFiles(join(folder, name), pattern);
  removeFiles(folder, UNREAD);
}

function removeFiles(folder, pattern) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && pattern.test(entry.name))
      rmSync(join(entry.parentPath, entry.name), { force: true });
  }
}

const file = fileURLToPath(import.meta.url);
const isProgram = process.argv[1] !== undefined && resolve(process.argv[1]) === file;
if (isProgram) {
  try {
    pruneModules(resolve(dirname(file), '..', 'node_modules'));
  } catch (error) {
    // It is only larger, then.
    console.error(`node_modules keeps what it does not need: ${error.message}`);
  }
}
