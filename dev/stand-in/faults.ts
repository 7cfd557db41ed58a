/** The ways in which a request/response service fails, switched on in the Upstash and Neon stand-ins by tests. */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendJson } from './read-body.ts';

/** `{}` is a healthy service. Faults combine: a delay comes before the others. */
export interface ServiceFaults {
  /** Every connection is reset, open ones at once. */
  down?: boolean;
  /** Requests are read and never answered. */
  hang?: boolean;
  /** Milliseconds before anything else happens. */
  delayMs?: number;
  /** Milliseconds between the work, which is done at once, and its answer. */
  lateMs?: number;
  /** Every request is answered with this HTTP status. */
  status?: number;
  /** Every request is answered 200 with something that is not JSON. */
  garbage?: boolean;
  /** The faults (all but `down` and `lateMs`) strike only this many requests, then the service is healthy again. */
  count?: number;
}

type FaultVerdict = 'struck' | 'healthy';

export interface FaultGate {
  set(faults: ServiceFaults): void;
  /** Plays the faults in force on one request. `struck`: it has been dealt with (or never will be). */
  strike(response: ServerResponse): Promise<FaultVerdict>;
  /** Holds the answer to work that is done back for as long as the faults in force say. */
  linger(): Promise<void>;
}

export function createFaultGate(options: {
  setRefusing(refusing: boolean): void;
  /** The service's own error body for a status. */
  errorBody(status: number): unknown;
}): FaultGate {
  let faults: ServiceFaults = {};
  let strikesLeft = Number.POSITIVE_INFINITY;
  return {
    set(next) {
      faults = next;
      strikesLeft = next.count ?? Number.POSITIVE_INFINITY;
      options.setRefusing(next.down === true);
    },
    async strike(response) {
      const { hang, delayMs, status, garbage } = faults;
      if (!hang && !delayMs && status === undefined && !garbage) return 'healthy';
      if (strikesLeft <= 0) return 'healthy';
      strikesLeft -= 1;
      if (delayMs) await sleep(delayMs, undefined, { ref: false });
      if (response.destroyed) return 'struck';
      if (hang) return 'struck';
      if (status !== undefined) {
        sendJson(response, status, options.errorBody(status));
        return 'struck';
      }
      if (garbage) {
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('<html>502 Bad Gateway</html>{"re');
        return 'struck';
      }
      return 'healthy';
    },
    async linger() {
      if (faults.lateMs) await sleep(faults.lateMs, undefined, { ref: false });
    },
  };
}
