/** What operators have set in the place of variables: seen, changed, taken back. */
import { OPERATOR_VARIABLES } from '../../../../shared/config/operator-variables.ts';
import { joinVariable } from '../../../../shared/config/split-variable.ts';
import { isErrorBody } from '../../../../shared/contract/error-body.ts';
import type { Failure } from '../../../../shared/contract/failure.ts';
import type { LlmSettings, SettingsOverview } from '../../../../shared/contract/operator.ts';
import { LLM_ORIGIN, LLM_SETTINGS_PATH } from '../../../../shared/contract/routes.ts';
import { errorName } from '../../../../shared/observe/log.ts';
import { postSigned } from '../../http/post-signed.ts';
import { type Operator, requireOperator } from '../../operator/access.ts';
import {
  type ChangeDeps,
  changeSettings,
  type SettingsChange,
  undoSettings,
} from '../../operator/change-settings.ts';
import { projectLimits } from '../../operator/project-limits.ts';
import { readNewest, readVersions, type StoredSettings } from '../../operator/settings.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import { parseChangeSettings, parseNothing, parseUndo } from '../../request/operator-requests.ts';
import type { Services } from '../../services.ts';
import { ADMIN_DEADLINE_MS } from './read.ts';

export async function handleAdminSettings(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'read', parseNothing);
  if (!admitted.ok) return admitted.response;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(ADMIN_DEADLINE_MS);
    const [{ version, values }, versions] = await Promise.all([readNewest(db), readVersions(db)]);
    const overview: SettingsOverview = { version, settings: values, floor: floorOf(services), versions };
    return jsonResponse(overview);
  });
}

/** What the environment says; a catalogue by its length. */
function floorOf({ env }: Services): Record<string, string | null> {
  return Object.fromEntries(
    OPERATOR_VARIABLES.map((name) => {
      const text = joinVariable(name, env);
      return [name, text === undefined ? null : name === 'LIBRA_CATALOGUE' ? `(${text.length})` : text];
    }),
  );
}

export async function handleAdminSettingsChange(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'settings', parseChangeSettings);
  if (!admitted.ok) return admitted.response;
  const { operator, ask } = admitted;
  return carryOut(services, operator, 'settings.changed', (deps) => changeSettings(deps, ask));
}

export async function handleAdminSettingsUndo(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'settings', parseUndo);
  if (!admitted.ok) return admitted.response;
  const { operator, ask } = admitted;
  return carryOut(services, operator, 'settings.undone', (deps) => undoSettings(deps, ask.version));
}

function carryOut(
  services: Services,
  { keyId: operator }: Operator,
  action: string,
  change: (deps: ChangeDeps) => Promise<SettingsChange>,
): Promise<Response> {
  const { env, log } = services;
  const open = () => services.openDatabase(ADMIN_DEADLINE_MS);
  return replyFromDatabase(log, async () => {
    const refusedByLlm = (stored: StoredSettings) => tellLlm(services, stored, { isTrial: true });
    const changed = await change({ open, env, refusedByLlm, audited: { operator, action } });
    if (!changed.ok) return errorResponse(changed);
    const { stored } = changed;
    log.warn('operator.acted', { action, operator, target: stored.version });
    services.keepOperatorSettings(stored);
    await projectLimits(services, stored.values);
    // It holds for the bff already, and is stored: who sees the failure saves once more.
    const untold = await tellLlm(services, stored, { isTrial: false });
    return untold === null ? jsonResponse({ version: stored.version }) : errorResponse(untold);
  });
}

const LLM_DEADLINE_MS = 3_000;

/** Null: it is content. */
async function tellLlm(
  services: Services,
  { version, values }: StoredSettings,
  { isTrial }: { isTrial: boolean },
): Promise<Failure | null> {
  const told: LlmSettings = { version, values, is_trial: isTrial };
  const post = {
    url: `${LLM_ORIGIN}${LLM_SETTINGS_PATH}`,
    body: JSON.stringify(told),
    signal: AbortSignal.timeout(LLM_DEADLINE_MS),
  };
  try {
    const response = await postSigned(services.config.llm, post, services);
    if (response.ok) return null;
    const error: unknown = await response.json();
    const detail = isErrorBody(error) && typeof error.error.message === 'string' ? error.error.message : '';
    return response.status === 400 ? { code: 'settings_invalid', detail } : { code: 'upstream_unreachable' };
  } catch (error) {
    services.log.error('llm.unreachable', { error: errorName(error) });
    return { code: 'upstream_unreachable' };
  }
}
