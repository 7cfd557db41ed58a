/** What an engine's failure is to a caller. Pure. */
import { type EngineFailure, HEARD_FORMATS } from '../../speech/engines.ts';
import { type ApiError, apiError, invalidRequest } from '../api-error.ts';

/** `setting`: the variable that puts a server in the engine's place. */
export function engineError({ kind, why }: EngineFailure, setting: string): ApiError {
  switch (kind) {
    case 'unsupported':
      return invalidRequest(
        `Invalid file format. Supported formats: [${HEARD_FORMATS.map((name) => `'${name}'`).join(', ')}]`,
        'file',
        'unsupported_format',
      );
    case 'unreadable':
      return invalidRequest('Audio file might be corrupted or unsupported', 'file', 'invalid_value');
    case 'loading':
      return apiError(
        503,
        'service_unavailable_error',
        `The offline speech engine is still loading: ${why}. Try again in a moment.`,
        { code: 'model_loading' },
      );
    case 'unavailable':
      return apiError(
        503,
        'service_unavailable_error',
        `The offline speech engine is not available: ${why}. Set ${setting} to use a server of your own.`,
        { code: 'engine_unavailable' },
      );
  }
}
