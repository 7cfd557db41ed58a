/** The espeak-ng that is installed, if any: no download, and faster than WebAssembly. */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import type { EspeakOptions } from './engine-tasks.ts';
import { espeakArguments } from './voices.ts';

const TIMEOUT_MS = 60_000;

export async function hasEspeakProgram(): Promise<boolean> {
  return promisify(execFile)('espeak-ng', ['--version'], { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}

/** A WAV file. Rejects when the program fails. */
export function runEspeakProgram(text: string, options: EspeakOptions): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const program = spawn('espeak-ng', [...espeakArguments(options), '--stdin', '--stdout'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT_MS,
    });
    const pieces: Buffer[] = [];
    program.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    program.on('error', reject);
    program.on('close', (code) =>
      code === 0 ? resolve(Buffer.concat(pieces)) : reject(new Error(`espeak-ng ended with ${code}`)),
    );
    // It may end before it has read everything, which `close` reports.
    program.stdin.on('error', () => {});
    program.stdin.end(text);
  });
}
