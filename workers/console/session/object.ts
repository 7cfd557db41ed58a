/**
 * The Durable Object that keeps the console's sessions: one for all, because an operator who signs out everywhere has to be out at
 * once. It knows no key, and of each session's token only a hash.
 */
import { DurableObject } from 'cloudflare:workers';
import {
  OPERATOR_RIGHTS,
  type OperatorIdentity,
  type OperatorRight,
} from '../../../shared/contract/operator.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import type { ConsoleSessionsRpc, Session } from './rpc.ts';
import { judgeSession, LONGEST_MS } from './rules.ts';

type Row = {
  key_id: number;
  name: string;
  rights: string;
  form_token: string;
  agent_hash: string;
  opened_at: number;
  used_at: number;
};

/** Of all operators together: who opens more has lost control of a key. */
const MAX_SESSIONS = 200;
/** A use is noted once in so long, so that looking costs no write each time. */
const NOTED_AFTER_MS = 60_000;

export class ConsoleSessions extends DurableObject implements ConsoleSessionsRpc {
  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`create table if not exists sessions (
      token_hash text primary key, key_id integer not null, name text not null, rights text not null,
      form_token text not null, agent_hash text not null, opened_at integer not null, used_at integer not null
    )`);
  }

  async open({
    tokenHash,
    agentHash,
    operator,
    formToken,
  }: Parameters<ConsoleSessionsRpc['open']>[0]): Promise<void> {
    const { sql } = this.ctx.storage;
    const now = Date.now();
    sql.exec('delete from sessions where opened_at < ?', now - LONGEST_MS);
    sql.exec(
      'insert into sessions values (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[tokenHash, operator.id, operator.name, operator.rights.join(','), formToken, agentHash, now, now],
    );
    sql.exec(
      `delete from sessions where token_hash not in (
        select token_hash from sessions order by used_at desc, opened_at desc limit ?)`,
      MAX_SESSIONS,
    );
  }

  async find({ tokenHash, agentHash }: { tokenHash: string; agentHash: string }): Promise<Session | null> {
    const { sql } = this.ctx.storage;
    const [row] = sql.exec<Row>('select * from sessions where token_hash = ?', tokenHash).toArray();
    if (row === undefined) return null;
    const now = Date.now();
    const stored = { openedAtMs: row.opened_at, usedAtMs: row.used_at, agentHash: row.agent_hash };
    const verdict = judgeSession(stored, agentHash, now);
    if (verdict !== 'live') {
      sql.exec('delete from sessions where token_hash = ?', tokenHash);
      if (verdict === 'stolen') {
        createLogger({ worker: 'console' }).warn('session.of_another_browser', { operator: row.key_id });
      }
      return null;
    }
    if (now - row.used_at >= NOTED_AFTER_MS) {
      sql.exec('update sessions set used_at = ? where token_hash = ?', now, tokenHash);
    }
    return { operator: operatorOf(row), formToken: row.form_token };
  }

  async close(tokenHash: string): Promise<void> {
    this.ctx.storage.sql.exec('delete from sessions where token_hash = ?', tokenHash);
  }

  async closeAll(keyId: number): Promise<number> {
    return this.ctx.storage.sql.exec('delete from sessions where key_id = ?', keyId).rowsWritten;
  }
}

function operatorOf({ key_id: id, name, rights }: Row): OperatorIdentity {
  const held = new Set(rights.split(','));
  return { id, name, rights: OPERATOR_RIGHTS.filter((right): right is OperatorRight => held.has(right)) };
}
