import { explain } from './explain.ts';

/**
 * Output that nobody reads any more (`… | head -1`) is left out. An error that nobody takes would end the program with a stack
 * trace, in the middle of a deployment as well.
 */
export function goOnUnread(): void {
  let isSaid = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isSaid || error.code === 'EPIPE') return;
    isSaid = true;
    process.exitCode = 1;
    console.error(explain(error));
  });
  process.stderr.on('error', () => undefined);
}
