/** What operators may ask: each a POST. */
import {
  ADMIN_AUDIT_PATH,
  ADMIN_BUDGETS_PATH,
  ADMIN_CIRCUIT_PATH,
  ADMIN_DOCUMENTS_PATH,
  ADMIN_FIGURES_PATH,
  ADMIN_KEY_CHANGE_PATH,
  ADMIN_KEY_CREATE_PATH,
  ADMIN_KEY_REVOKE_PATH,
  ADMIN_KEY_ROTATE_PATH,
  ADMIN_KEYS_PATH,
  ADMIN_LEDGER_CSV_PATH,
  ADMIN_LEDGER_PATH,
  ADMIN_LOOK_PATH,
  ADMIN_MODERATION_PATH,
  ADMIN_OVERVIEW_PATH,
  ADMIN_SERVER_PATH,
  ADMIN_SERVERS_PATH,
  ADMIN_SESSION_PATH,
  ADMIN_SETTINGS_CHANGE_PATH,
  ADMIN_SETTINGS_PATH,
  ADMIN_SETTINGS_UNDO_PATH,
  ADMIN_UNBLOCK_PATH,
} from '../../../../shared/contract/operator.ts';
import type { Services } from '../../services.ts';
import { handleAdminBudgets } from './budgets.ts';
import { handleAdminCircuit, handleAdminUnblock } from './control.ts';
import {
  handleAdminKeyChange,
  handleAdminKeyCreate,
  handleAdminKeyRevoke,
  handleAdminKeyRotate,
  handleAdminKeys,
} from './keys.ts';
import { handleAdminLedger, handleAdminLedgerCsv } from './ledger.ts';
import { handleAdminLook } from './look.ts';
import {
  handleAdminAudit,
  handleAdminDocuments,
  handleAdminFigures,
  handleAdminModeration,
  handleAdminOverview,
  handleAdminServer,
  handleAdminServers,
  handleAdminSession,
} from './read.ts';
import { handleAdminSettings, handleAdminSettingsChange, handleAdminSettingsUndo } from './settings.ts';

export const ADMIN_ROUTES: readonly [
  path: string,
  handler: (request: Request, services: Services) => Promise<Response>,
][] = [
  [ADMIN_SESSION_PATH, handleAdminSession],
  [ADMIN_OVERVIEW_PATH, handleAdminOverview],
  [ADMIN_FIGURES_PATH, handleAdminFigures],
  [ADMIN_BUDGETS_PATH, handleAdminBudgets],
  [ADMIN_LOOK_PATH, handleAdminLook],
  [ADMIN_LEDGER_PATH, handleAdminLedger],
  [ADMIN_LEDGER_CSV_PATH, handleAdminLedgerCsv],
  [ADMIN_KEYS_PATH, handleAdminKeys],
  [ADMIN_KEY_CREATE_PATH, handleAdminKeyCreate],
  [ADMIN_KEY_CHANGE_PATH, handleAdminKeyChange],
  [ADMIN_KEY_ROTATE_PATH, handleAdminKeyRotate],
  [ADMIN_KEY_REVOKE_PATH, handleAdminKeyRevoke],
  [ADMIN_CIRCUIT_PATH, handleAdminCircuit],
  [ADMIN_SERVERS_PATH, handleAdminServers],
  [ADMIN_SERVER_PATH, handleAdminServer],
  [ADMIN_MODERATION_PATH, handleAdminModeration],
  [ADMIN_UNBLOCK_PATH, handleAdminUnblock],
  [ADMIN_DOCUMENTS_PATH, handleAdminDocuments],
  [ADMIN_AUDIT_PATH, handleAdminAudit],
  [ADMIN_SETTINGS_PATH, handleAdminSettings],
  [ADMIN_SETTINGS_CHANGE_PATH, handleAdminSettingsChange],
  [ADMIN_SETTINGS_UNDO_PATH, handleAdminSettingsUndo],
];
