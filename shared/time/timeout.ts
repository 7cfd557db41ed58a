/**
 * A deadline that can be called off. `AbortSignal.timeout` cannot: its timer is left behind when the work is done, and
 * keeps (and bills) a Durable Object for its whole length.
 */
export interface Timeout {
  /** Aborts with a `TimeoutError` when the time is up. */
  signal: AbortSignal;
  /** The whole time once more. */
  restart(): void;
  end(): void;
}

export function createTimeout(ms: number): Timeout {
  const controller = new AbortController();
  const expire = () => controller.abort(new DOMException('Too late', 'TimeoutError'));
  let timer = setTimeout(expire, ms);
  return {
    signal: controller.signal,
    restart() {
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    },
    end: () => clearTimeout(timer),
  };
}
