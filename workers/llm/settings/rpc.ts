/** What the object of the operators' settings is asked. */
import type { OperatorValues } from '../../../shared/config/operator-variables.ts';

export interface OperatorSettingsValue {
  version: number;
  values: OperatorValues;
}

export interface OperatorSettingsRpc {
  read(): Promise<OperatorSettingsValue | null>;
  /** An older version than the stored one changes nothing. */
  write(stored: OperatorSettingsValue): Promise<void>;
}
