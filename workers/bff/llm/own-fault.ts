/** Reads failures of requests that Libra formed for a person: a fault of such a request is an operator's affair. */
import type { Logger } from '../../../shared/observe/log.ts';
import { type FailureReader, isOwnFault, readModelFailure } from './failure.ts';

export function createOwnFailureReader(log: Logger): FailureReader {
  return (error) => {
    const failure = readModelFailure(error);
    if (!isOwnFault(failure)) return failure;
    const { code, param } = failure;
    log.error('llm.request_rejected', { code, param });
    return { code: 'provider_rejected' };
  };
}
