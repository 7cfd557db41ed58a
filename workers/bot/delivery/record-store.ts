/** Where the object keeps the record of its delivery. */
import { type DeliveryRecord, type RunningRecord, readRecord } from './record.ts';

const RECORD = 'delivery';

/** As far as it is used of a Durable Object's synchronous storage. */
interface KeyValues {
  get<Value>(key: string): Value | undefined;
  put<Value>(key: string, value: Value): void;
}

export interface RecordStore {
  load(): DeliveryRecord | undefined;
  save(record: DeliveryRecord): void;
  /** Changes a running delivery's record; null leaves it as it is. */
  update(change: (record: RunningRecord) => RunningRecord | null): void;
}

export function createRecordStore(values: KeyValues): RecordStore {
  const load = () => readRecord(values.get<DeliveryRecord>(RECORD));
  const save = (record: DeliveryRecord) => values.put(RECORD, record);
  return {
    load,
    save,
    update(change) {
      const record = load();
      const next = record?.state === 'running' ? change(record) : null;
      if (next !== null) save(next);
    },
  };
}
