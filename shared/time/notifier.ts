/** Wakes one listener. Pure but for what it remembers. */
export interface Notifier {
  notify(): void;
  /** Resolves at the next notice, or at once where one has come since it last resolved. */
  next(): Promise<void>;
}

export function createNotifier(): Notifier {
  let isPending = false;
  let listener: (() => void) | undefined;
  return {
    notify() {
      isPending = true;
      listener?.();
    },
    async next() {
      if (!isPending) await new Promise<void>((resolve) => (listener = resolve));
      listener = undefined;
      isPending = false;
    },
  };
}
