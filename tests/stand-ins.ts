import type { StandIns } from '../dev/stack/stand-ins.ts';

/** Those that a test drives; a stack that asks a real service has none in its place. */
export function standInsOf<Name extends keyof StandIns>(
  { standIns }: { standIns: StandIns },
  ...names: readonly Name[]
): { [Each in Name]: NonNullable<StandIns[Each]> } {
  const missing = names.filter((name) => standIns[name] === null);
  if (missing.length > 0) throw new Error(`these tests need the stand-ins for ${missing.join(', ')}`);
  return standIns as { [Each in Name]: NonNullable<StandIns[Each]> };
}
