/** OpenAI's error bodies with the statuses that carry them. Pure. Source: https://platform.openai.com/docs/guides/error-codes */
export interface ApiError {
  status: number;
  body: { error: { message: string; type: string; param: string | null; code: string | null } };
}

export function apiError(
  status: number,
  type: string,
  message: string,
  more: { param?: string; code?: string } = {},
): ApiError {
  return {
    status,
    body: { error: { message, type, param: more.param ?? null, code: more.code ?? null } },
  };
}

export function invalidRequest(message: string, param?: string, code?: string): ApiError {
  return apiError(400, 'invalid_request_error', message, {
    ...(param === undefined ? {} : { param }),
    ...(code === undefined ? {} : { code }),
  });
}

/** What a healthy request gets from a provider that fails with `status`. */
export function failureOf(status: number): ApiError {
  switch (status) {
    case 400:
      return invalidRequest('Invalid request (stand-in fault).');
    case 401:
      return apiError(401, 'invalid_request_error', 'Incorrect API key provided (stand-in fault).', {
        code: 'invalid_api_key',
      });
    case 403:
      return apiError(
        403,
        'invalid_request_error',
        'Country, region, or territory not supported (stand-in fault).',
        {
          code: 'unsupported_country_region_territory',
        },
      );
    case 404:
      return apiError(404, 'invalid_request_error', 'The model does not exist (stand-in fault).', {
        code: 'model_not_found',
      });
    case 429:
      return apiError(429, 'requests', 'Rate limit reached for requests (stand-in fault).', {
        code: 'rate_limit_exceeded',
      });
    case 503:
      return apiError(503, 'service_unavailable_error', 'The engine is overloaded (stand-in fault).');
    default:
      return apiError(status, 'server_error', 'The server had an error (stand-in fault).');
  }
}
