/**
 * The three Redis scripts of the cost guard. Each is atomic, so a request is admitted whole or not at all.
 *
 * The first line is Upstash's: it locks the declared keys instead of the whole database. The SHA-1 stands beside each
 * text because EVALSHA needs it before anything asynchronous has run; a test recomputes it.
 * An empty key name means that this part does not apply to the request.
 */
import type { RedisScript } from '../store/redis.ts';

/**
 * Spends the nonce, looks for a finished or running answer, checks every budget, reserves the estimate.
 * KEYS  1 nonce, 2 idempotency, 3 shared answer, 4 reservation, 5… budgets
 * ARGV  1 nonce's life (ms), 2 fingerprint, 3 lease, 4 lease's life (ms), 5 tokens, 6 micro-USD, 7 budget's life (ms),
 *       8… per budget: tokens allowed, micro-USD allowed (0 for no bound)
 * Gives {'replayed'} · {'mismatch'} · {'answered', json} · {'cached', json} · {'running', 'request' or 'question'} ·
 *       {'over', index of the budget, 'tokens' or 'micro_usd', tokens spent} · {'admitted', tokens spent}
 *       where the tokens spent are those of the first budget, with this reservation if there is one
 */
export const ADMIT: RedisScript = {
  sha1: 'f2925035672e8fea0dffb688212c5c88a58e47a4',
  text: `#!lua flags=allow-key-locking
if KEYS[1] ~= '' and not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
  return {'replayed'}
end
if KEYS[2] ~= '' then
  local known = redis.call('HMGET', KEYS[2], 'fingerprint', 'answer')
  if known[1] then
    if known[1] ~= ARGV[2] then return {'mismatch'} end
    if known[2] then return {'answered', known[2]} end
    return {'running', 'request'}
  end
end
if KEYS[3] ~= '' then
  local shared = redis.call('HMGET', KEYS[3], 'lease', 'answer')
  if shared[2] then return {'cached', shared[2]} end
  if shared[1] then return {'running', 'question'} end
end
local spent = 0
for i = 5, #KEYS do
  local row = redis.call('HMGET', KEYS[i], 'tokens', 'micro_usd')
  if i == 5 then spent = tonumber(row[1] or '0') end
  local allowed = 8 + (i - 5) * 2
  for j, name in ipairs({'tokens', 'micro_usd'}) do
    local bound = tonumber(ARGV[allowed + j - 1])
    if bound > 0 and tonumber(row[j] or '0') + tonumber(ARGV[4 + j]) > bound then
      return {'over', i - 5, name, spent}
    end
  end
end
for i = 4, #KEYS do
  redis.call('HINCRBY', KEYS[i], 'tokens', ARGV[5])
  redis.call('HINCRBY', KEYS[i], 'micro_usd', ARGV[6])
  redis.call('PEXPIRE', KEYS[i], ARGV[7])
end
if KEYS[2] ~= '' then
  redis.call('HSET', KEYS[2], 'fingerprint', ARGV[2], 'lease', ARGV[3])
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
if KEYS[3] ~= '' then
  redis.call('HSET', KEYS[3], 'lease', ARGV[3])
  redis.call('PEXPIRE', KEYS[3], ARGV[4])
end
return {'admitted', spent + tonumber(ARGV[5])}
`,
};

/**
 * Puts what was really used in the place of what was reserved, and keeps the answer or lets the next request try.
 * What was reserved is Redis' own note of it, because the admission may have come too late to be heard. A counter that
 * was removed meanwhile begins at zero: below it, it would be an allowance.
 * Only the holder of the lease may write an answer, or anybody where there is no holder.
 * KEYS  1 idempotency, 2 shared answer, 3 index of kept answers, 4 reservation, 5… budgets
 * ARGV  1 lease, 2 fingerprint, 3 answer ('' for none), 4 its life under the idempotency key (ms),
 *       5 its life as a shared answer (ms, 0 for not shared), 6 tokens used, 7 micro-USD used, 8 budget's life (ms)
 */
export const SETTLE: RedisScript = {
  sha1: 'e24eea17081d1e39c7fbb0163ce5ebb64a52d04a',
  text: `#!lua flags=allow-key-locking
local reserved = redis.call('HMGET', KEYS[4], 'tokens', 'micro_usd')
redis.call('DEL', KEYS[4])
for i = 5, #KEYS do
  for j, name in ipairs({'tokens', 'micro_usd'}) do
    local change = tonumber(ARGV[5 + j]) - tonumber(reserved[j] or '0')
    if redis.call('HINCRBY', KEYS[i], name, change) < 0 then redis.call('HSET', KEYS[i], name, 0) end
  end
  redis.call('PEXPIRE', KEYS[i], ARGV[8])
end
for i = 1, 2 do
  if KEYS[i] ~= '' then
    local row = redis.call('HMGET', KEYS[i], 'lease', 'answer')
    local life = tonumber(ARGV[3 + i])
    if ARGV[3] ~= '' and life > 0 then
      if not row[2] and (not row[1] or row[1] == ARGV[1]) then
        redis.call('HSET', KEYS[i], 'fingerprint', ARGV[2], 'answer', ARGV[3])
        redis.call('PEXPIRE', KEYS[i], life)
        redis.call('SADD', KEYS[3], KEYS[i])
        redis.call('PEXPIRE', KEYS[3], ARGV[8])
      end
    elseif row[1] == ARGV[1] and not row[2] then
      redis.call('DEL', KEYS[i])
    end
  end
end
return 1
`,
};

/**
 * A long answer is still being written: no other request may begin it.
 * KEYS  1 idempotency, 2 shared answer   ARGV  1 lease, 2 lease's life (ms)
 */
export const RENEW: RedisScript = {
  sha1: '35557e6497f4697148d6d693a0c1a70643869d61',
  text: `#!lua flags=allow-key-locking
for i = 1, 2 do
  if KEYS[i] ~= '' and redis.call('HGET', KEYS[i], 'lease') == ARGV[1] then
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
  end
end
return 1
`,
};
