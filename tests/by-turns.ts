/** What keeps a core busy beside what waits: one of the first, one of the second, and so on; then all others. Each in its order. */
export function byTurns<Value>(
  all: readonly Value[],
  isFirst: (value: Value) => boolean,
  isSecond: (value: Value) => boolean,
): Value[] {
  const [first, second] = [all.filter(isFirst), all.filter(isSecond)];
  const turns = Array.from({ length: Math.max(first.length, second.length) }, (_, at) => [
    ...first.slice(at, at + 1),
    ...second.slice(at, at + 1),
  ]);
  return [...turns.flat(), ...all.filter((value) => !isFirst(value) && !isSecond(value))];
}
