/** Reads failures of requests that Libra formed for a person: a fault of such a request is an operator's affair. */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import { type FailureReader, isOwnFault, readModelFailure } from './failure.ts';

/** `blind`: of a request with images, what is said where the model cannot read them; null for a request without. */
export function createOwnFailureReader(log: Logger, blind: Failure | null = null): FailureReader {
  return (error) => {
    const failure = readModelFailure(error);
    if (!isOwnFault(failure)) return failure;
    const { code, param } = failure;
    // The image is the person's own.
    if (blind !== null && code === 'invalid_image_url') return { code };
    if (blind !== null && isAboutImages(failure)) return blind;
    log.error('llm.request_rejected', { code, param });
    return { code: 'provider_rejected' };
  };
}

/** As providers of models without vision say it, where the catalogue does not know that. */
function isAboutImages({ param = '', detail = '' }: Failure): boolean {
  return /\bimages?\b|image_url|vision|multi-?modal|content.{0,30}must be a string/i.test(
    `${param} ${detail}`,
  );
}
