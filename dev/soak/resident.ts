/** Resident memory of workerd. */
import { execFileSync } from 'node:child_process';

/** In megabytes: all workerd processes that descend from this one. Works where there is a POSIX `ps`. */
export function workerdMegabytes(): number {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,comm='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) =>
      match === null
        ? []
        : [
            {
              pid: Number(match[1]),
              parent: Number(match[2]),
              kb: Number(match[3]),
              command: match[4] ?? '',
            },
          ],
    );
  const mine = new Set([process.pid]);
  // Parents come before their children nearly always; a second pass finds the rest.
  for (let pass = 0; pass < 2; pass += 1) {
    for (const { pid, parent } of rows) if (mine.has(parent)) mine.add(pid);
  }
  const workerds = rows.filter(({ pid, command }) => mine.has(pid) && /workerd/.test(command));
  return workerds.reduce((sum, { kb }) => sum + kb, 0) / 1024;
}
