/** espeak-ng in WebAssembly. Runs in an engine thread: a call takes some tenths of a second, and blocks. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EngineTasks } from './engine-tasks.ts';
import { espeakArguments } from './voices.ts';

interface FileSystem {
  writeFile(path: string, text: string): void;
  readFile(path: string): Uint8Array;
}
/** A run of the program. */
type Espeak = (options: {
  arguments: readonly string[];
  preRun: readonly ((module: { FS: FileSystem }) => void)[];
  print(line: string): void;
  printErr(line: string): void;
}) => Promise<{ FS: FileSystem }>;

/** A new instance for each call: the program ends with it. */
export async function synthesise({
  text,
  options,
  folder,
}: EngineTasks['synthesise']['input']): Promise<Uint8Array> {
  const module = (await import(pathToFileURL(join(folder, 'dist/espeak-ng.js')).href)) as { default: Espeak };
  const said: string[] = [];
  const { FS } = await module.default({
    // Out of a file: a text that begins with a dash would be an option.
    arguments: [...espeakArguments(options), '-f', 'in.txt', '-w', 'out.wav'],
    preRun: [(run) => run.FS.writeFile('in.txt', text)],
    print: (line) => said.push(line),
    printErr: (line) => said.push(line),
  });
  try {
    return FS.readFile('out.wav');
  } catch {
    throw new Error(`espeak-ng wrote no sound: ${said.join(' ').slice(0, 200)}`);
  }
}
