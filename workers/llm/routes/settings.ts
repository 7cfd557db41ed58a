/** `POST /v1/operator-settings`: the bff tells what operators have set. It is judged by this Worker's own rules and keys, then kept. */
import { readOperatorValues, withOperatorValues } from '../../../shared/config/operator-variables.ts';
import { VariablesError } from '../../../shared/config/variables.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { isRecord, parseBoundedJson } from '../../../shared/json.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { within } from '../../../shared/time/wait.ts';
import { type LlmEnv, readLlmConfig } from '../config.ts';
import { keepOperatorSettings, type Services, THE_ONE } from '../services.ts';
import type { OperatorSettingsValue } from '../settings/rpc.ts';

const WRITE_DEADLINE_MS = 2_000;

export async function answerSettings(body: Uint8Array, services: Services): Promise<Response> {
  const { env, clock, log } = services;
  const asked = parseBoundedJson(body);
  if (!isRecord(asked) || !Number.isSafeInteger(asked.version)) return errorResponse('invalid_request');
  const stored = { version: Number(asked.version), values: readOperatorValues(asked.values) };
  const problems = problemsOf(env, stored);
  if (problems !== null) return errorResponse('settings_invalid', { detail: problems });
  if (asked.is_trial === true) return Response.json({});
  const object = env.OPERATOR_SETTINGS?.getByName(THE_ONE);
  if (object === undefined) return errorResponse('upstream_unreachable');
  try {
    const written = object.write(stored).then(() => true);
    if ((await within(WRITE_DEADLINE_MS, written, clock)) !== true) {
      return errorResponse('upstream_unreachable');
    }
  } catch (error) {
    log.error('operator_settings.not_kept', { error: errorName(error) });
    return errorResponse('upstream_unreachable');
  }
  keepOperatorSettings(env, stored);
  log.info('operator_settings.kept', { version: stored.version });
  return Response.json({});
}

/** By the names of variables; null for none. */
function problemsOf(env: LlmEnv, { values }: OperatorSettingsValue): string | null {
  try {
    readLlmConfig(withOperatorValues(env, values));
    return null;
  } catch (error) {
    if (error instanceof VariablesError) return error.problems.join('; ');
    throw error;
  }
}
