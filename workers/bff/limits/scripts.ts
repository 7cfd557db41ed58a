/**
 * The Redis scripts of the cost guard. Each is atomic, so a request is admitted whole or not at all. Upstash bills every
 * command within a script, so each reads and writes a key as few times as it can.
 *
 * The first line is Upstash's: it locks the declared keys instead of the whole database. The SHA-1 stands beside each
 * text because EVALSHA needs it before anything asynchronous has run; a test recomputes it.
 * An empty key name means that this part does not apply to the request.
 *
 * A budget is three keys, in this order: `spent` {tokens, micro_usd}, what is charged; `held` {tokens, micro_usd,
 * <lease>: 'tokens micro_usd charged_tokens charged_micro_usd'}, what calls under way hold besides, in all and each, with
 * what each is charged so far; `leases`, a sorted set of these leases by the end of their reservation in Unix milliseconds.
 * A call is charged an estimate from its admission on, and its end puts what it used in that place. So what a lost call
 * held is free again when its lease ends (the next admission drops it, and without one the keys themselves end), while its
 * charge stays, though nobody is left to write it.
 */
import type { RedisScript } from '../store/redis.ts';

/**
 * Spends the nonce, looks for a finished or running answer, checks every budget, reserves.
 * What was said before may be shortened: its share is reserved as far as every budget leaves room, at most half of what is
 * left, so that a question at the same time finds some too.
 * KEYS  1 nonce, 2 idempotency, 3 shared answer, 4 repeats in this minute, 5 index of what is kept of the owner,
 *       6… three per budget
 * ARGV  1 nonce's life (ms), 2 fingerprint, 3 lease, 4 lease's life (ms), 5 tokens, 6 micro-USD,
 *       7 tokens of the window, 8 its micro-USD, 9 now (Unix ms), 10 repeats allowed (0: not counted), 11 the
 *       count's life (ms), 12 the reservation's life (ms), 13 tokens charged at once, 14 its micro-USD, 15 index of the
 *       budget whose use is told, 16… per budget: tokens allowed, micro-USD allowed (0 for no bound), its life (ms)
 * Gives {'replayed'} · {'repeated'} · {'mismatch'} · {'answered', json} · {'cached', json} ·
 *       {'running', 'request' or 'question'} · {'over', index of the budget, 'tokens' or 'micro_usd', tokens spent, 1 or 0} ·
 *       {'admitted', tokens spent, tokens of the window}
 *       where the tokens spent are those of the budget that ARGV 15 names, with all that is reserved of it, and 1 says that
 *       there will be room once calls under way have given back what they hold
 */
export const ADMIT: RedisScript = {
  sha1: 'ac35c2c278a03c42146716370fb76cda8d7ca13c',
  text: `#!lua flags=allow-key-locking
if KEYS[1] ~= '' and not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
  return {'replayed'}
end
local function repeats(reply)
  local allowed = tonumber(ARGV[10])
  if allowed > 0 then
    local count = redis.call('INCR', KEYS[4])
    redis.call('PEXPIRE', KEYS[4], ARGV[11])
    if count > allowed then return {'repeated'} end
  end
  return reply
end
if KEYS[2] ~= '' then
  local known = redis.call('HMGET', KEYS[2], 'fingerprint', 'answer')
  if known[1] then
    if known[1] ~= ARGV[2] then return repeats({'mismatch'}) end
    if known[2] then return repeats({'answered', known[2]}) end
    return repeats({'running', 'request'})
  end
end
if KEYS[3] ~= '' then
  local shared = redis.call('HMGET', KEYS[3], 'lease', 'answer')
  if shared[2] then return repeats({'cached', shared[2]}) end
  if shared[1] then return repeats({'running', 'question'}) end
end
local function drop(held, leases, lease)
  local amounts = redis.call('HGET', held, lease)
  if amounts then
    local tokens, micro = string.match(amounts, '^(%d+) (%d+)')
    redis.call('HINCRBY', held, 'tokens', 0 - tonumber(tokens))
    redis.call('HINCRBY', held, 'micro_usd', 0 - tonumber(micro))
    redis.call('HDEL', held, lease)
  end
  redis.call('ZREM', leases, lease)
end
local names = {'tokens', 'micro_usd'}
local spent, held, used, isNew = {}, {}, {}, {}
local function pair(key)
  local row = redis.call('HMGET', key, names[1], names[2])
  return {tonumber(row[1] or '0'), tonumber(row[2] or '0')}, not row[1] and not row[2]
end
for i = 6, #KEYS, 3 do
  local isFree
  held[i], isFree = pair(KEYS[i + 1])
  local dead = isFree and {} or redis.call('ZRANGEBYSCORE', KEYS[i + 2], '-inf', ARGV[9], 'LIMIT', 0, 50)
  for _, lease in ipairs(dead) do drop(KEYS[i + 1], KEYS[i + 2], lease) end
  if #dead > 0 then held[i] = pair(KEYS[i + 1]) end
  spent[i], isNew[i] = pair(KEYS[i])
  used[i] = {spent[i][1] + held[i][1], spent[i][2] + held[i][2]}
end
local taken = used[6 + 3 * tonumber(ARGV[15])][1]
local share = 1
for i = 6, #KEYS, 3 do
  local budget = (i - 6) / 3
  for j, name in ipairs(names) do
    local bound = tonumber(ARGV[15 + budget * 3 + j])
    local left = bound - used[i][j] - tonumber(ARGV[4 + j])
    local window = tonumber(ARGV[6 + j])
    if bound > 0 and left < 0 then return {'over', budget, name, taken, left + held[i][j] >= 0 and 1 or 0} end
    if bound > 0 and window > 0 then share = math.min(share, left / 2 / window) end
  end
end
local window = math.floor(tonumber(ARGV[7]) * share)
local amounts = {tonumber(ARGV[5]) + window, tonumber(ARGV[6]) + math.ceil(tonumber(ARGV[8]) * share)}
local charge = {math.min(tonumber(ARGV[13]), amounts[1]), math.min(tonumber(ARGV[14]), amounts[2])}
local rest = {amounts[1] - charge[1], amounts[2] - charge[2]}
for i = 6, #KEYS, 3 do
  if charge[1] > 0 or charge[2] > 0 then
    redis.call('HSET', KEYS[i], names[1], string.format('%.0f', spent[i][1] + charge[1]),
      names[2], string.format('%.0f', spent[i][2] + charge[2]))
    if isNew[i] then redis.call('PEXPIRE', KEYS[i], ARGV[i + 12]) end
  end
  redis.call('HSET', KEYS[i + 1], names[1], string.format('%.0f', held[i][1] + rest[1]),
    names[2], string.format('%.0f', held[i][2] + rest[2]),
    ARGV[3], string.format('%.0f %.0f %.0f %.0f', rest[1], rest[2], charge[1], charge[2]))
  redis.call('ZADD', KEYS[i + 2], tonumber(ARGV[9]) + tonumber(ARGV[12]), ARGV[3])
  redis.call('PEXPIRE', KEYS[i + 1], ARGV[12])
  redis.call('PEXPIRE', KEYS[i + 2], ARGV[12])
end
for i = 2, 3 do
  if KEYS[i] ~= '' then
    if i == 2 then
      redis.call('HSET', KEYS[i], 'lease', ARGV[3], 'fingerprint', ARGV[2])
    else
      redis.call('HSET', KEYS[i], 'lease', ARGV[3])
    end
    redis.call('PEXPIRE', KEYS[i], ARGV[4])
    redis.call('SADD', KEYS[5], KEYS[i])
    if redis.call('PTTL', KEYS[5]) < tonumber(ARGV[4]) then redis.call('PEXPIRE', KEYS[5], ARGV[4]) end
  end
end
return {'admitted', taken + amounts[1], window}
`,
};

/**
 * Puts what was really used in the place of what was charged and reserved, and keeps the answer or lets the next request try.
 * What was reserved is Redis' own note of it, because the admission may have come too late to be heard. A reservation that
 * is gone, because its lease ran out or an operator removed it, takes nothing with it; what was charged then, the caller says.
 * Only the holder of the lease may write an answer, or anybody where there is no holder; and nobody for a person who has had
 * everything erased since the request came.
 * KEYS  1 idempotency, 2 shared answer, 3 index of what is kept of the owner, 4 the owner's erasure ('' for none possible),
 *       5… three per budget
 * ARGV  1 lease, 2 fingerprint, 3 answer ('' for none), 4 its life under the idempotency key (ms),
 *       5 its life as a shared answer (ms, 0 for not shared), 6 tokens used, 7 micro-USD used,
 *       8 tokens that were charged as far as the caller knows, 9 its micro-USD, 10 when the request came (Unix ms),
 *       11… per budget: its life (ms)
 */
export const SETTLE: RedisScript = {
  sha1: '3c6b9e2f78eccdb8d2fb4e290bf39222dddbc76c',
  text: `#!lua flags=allow-key-locking
for i = 5, #KEYS, 3 do
  local charged = {tonumber(ARGV[8]), tonumber(ARGV[9])}
  local held = redis.call('HMGET', KEYS[i + 1], 'tokens', 'micro_usd', ARGV[1])
  if held[3] then
    local tokens, micro, of_tokens, of_micro = string.match(held[3], '^(%d+) (%d+) ?(%d*) ?(%d*)$')
    charged = {tonumber(of_tokens) or 0, tonumber(of_micro) or 0}
    local left = {tonumber(held[1] or '0') - tonumber(tokens), tonumber(held[2] or '0') - tonumber(micro)}
    if left[1] == 0 and left[2] == 0 then
      -- Nobody else holds anything: the usual case, in one command.
      redis.call('DEL', KEYS[i + 1], KEYS[i + 2])
    else
      redis.call('HSET', KEYS[i + 1], 'tokens', string.format('%.0f', left[1]), 'micro_usd', string.format('%.0f', left[2]))
      redis.call('HDEL', KEYS[i + 1], ARGV[1])
      redis.call('ZREM', KEYS[i + 2], ARGV[1])
    end
  end
  local row = redis.call('HMGET', KEYS[i], 'tokens', 'micro_usd')
  local spent = {tonumber(row[1] or '0'), tonumber(row[2] or '0')}
  local now = {}
  for j = 1, 2 do now[j] = spent[j] + tonumber(ARGV[5 + j]) - math.min(charged[j], spent[j]) end
  redis.call('HSET', KEYS[i], 'tokens', string.format('%.0f', now[1]), 'micro_usd', string.format('%.0f', now[2]))
  if not row[1] and not row[2] then redis.call('PEXPIRE', KEYS[i], ARGV[11 + (i - 5) / 3]) end
end
local erased = KEYS[4] ~= '' and redis.call('GET', KEYS[4])
local isKept = ARGV[3] ~= '' and not (erased and tonumber(erased) >= tonumber(ARGV[10]))
for i = 1, 2 do
  if KEYS[i] ~= '' then
    local row = redis.call('HMGET', KEYS[i], 'lease', 'answer')
    local life = tonumber(ARGV[3 + i])
    if isKept and life > 0 then
      if not row[2] and (not row[1] or row[1] == ARGV[1]) then
        redis.call('HSET', KEYS[i], 'fingerprint', ARGV[2], 'answer', ARGV[3])
        redis.call('PEXPIRE', KEYS[i], life)
        -- Whoever holds it has entered it there.
        if not row[1] then redis.call('SADD', KEYS[3], KEYS[i]) end
        if redis.call('PTTL', KEYS[3]) < life then redis.call('PEXPIRE', KEYS[3], life) end
      end
    elseif row[1] == ARGV[1] and not row[2] then
      redis.call('DEL', KEYS[i])
      redis.call('SREM', KEYS[3], KEYS[i])
    end
  end
end
return 1
`,
};

/** How RENEW and EXTEND begin: what the request holds under its keys lives on. */
const RENEW_LEASES = `#!lua flags=allow-key-locking
for i = 1, 2 do
  if KEYS[i] ~= '' and redis.call('HGET', KEYS[i], 'lease') == ARGV[1] then
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
    redis.call('PEXPIRE', KEYS[3], math.max(tonumber(ARGV[2]), redis.call('PTTL', KEYS[3])))
  end
end
`;

/**
 * A long answer is still being written: no other request may begin it, and what it has reserved stays reserved. What has
 * been given back meanwhile is not taken again: the settlement may have come first. What is charged becomes what is used so
 * far by estimate, never more than was reserved.
 * KEYS  1 idempotency, 2 shared answer, 3 index of what is kept of the owner, 4… three per budget
 * ARGV  1 lease, 2 lease's life (ms), 3 now (Unix ms), 4 the reservation's life (ms), 5 tokens charged so far, 6 its micro-USD
 * Gives 1 when every budget has the reservation, else 0
 */
export const RENEW: RedisScript = {
  sha1: '9ca32a1de1506a8d2a0756dcf253a039ddbb6aa9',
  text: `${RENEW_LEASES}local kept = 1
for i = 4, #KEYS, 3 do
  local amounts = redis.call('HGET', KEYS[i + 1], ARGV[1])
  if amounts then
    local left, micro, of_tokens, of_micro = string.match(amounts, '^(%d+) (%d+) ?(%d*) ?(%d*)$')
    local rest = {tonumber(left), tonumber(micro)}
    local charged = {tonumber(of_tokens) or 0, tonumber(of_micro) or 0}
    for j, name in ipairs({'tokens', 'micro_usd'}) do
      local change = math.min(tonumber(ARGV[4 + j]), rest[j] + charged[j]) - charged[j]
      if change ~= 0 then
        redis.call('HINCRBY', KEYS[i], name, string.format('%.0f', change))
        redis.call('HINCRBY', KEYS[i + 1], name, string.format('%.0f', 0 - change))
        rest[j] = rest[j] - change
        charged[j] = charged[j] + change
      end
    end
    redis.call('HSET', KEYS[i + 1], ARGV[1],
      string.format('%.0f %.0f %.0f %.0f', rest[1], rest[2], charged[1], charged[2]))
    redis.call('ZADD', KEYS[i + 2], tonumber(ARGV[3]) + tonumber(ARGV[4]), ARGV[1])
    redis.call('PEXPIRE', KEYS[i + 1], ARGV[4])
    redis.call('PEXPIRE', KEYS[i + 2], ARGV[4])
  else
    kept = 0
  end
end
return kept
`,
};

/**
 * The answer takes one more model call: what it may use in all becomes larger, if every budget has room for that. Changes
 * nothing otherwise. Where the reservation is gone, because its lease ran out, it is made anew.
 * KEYS  as of RENEW
 * ARGV  1 lease, 2 lease's life (ms), 3 now (Unix ms), 4 the reservation's life (ms), 5 tokens charged so far, 6 its micro-USD,
 *       7 tokens reserved in all, 8 its micro-USD, 9 tokens that were charged as far as the caller knows, 10 its micro-USD,
 *       11… per budget: tokens allowed, micro-USD allowed (0 for no bound), its life (ms)
 * Gives {'admitted', 0, 0} · {'over', index of the budget, 'tokens' or 'micro_usd', tokens spent, 1 or 0 as ADMIT}
 */
export const EXTEND: RedisScript = {
  sha1: 'f94a390fe487cfd7bd0c8380cc2c78f17c9207f6',
  text: `${RENEW_LEASES}local names = {'tokens', 'micro_usd'}
local charge = {tonumber(ARGV[5]), tonumber(ARGV[6])}
local total = {tonumber(ARGV[7]), tonumber(ARGV[8])}
local before = {}
for i = 4, #KEYS, 3 do
  local budget = (i - 4) / 3
  local held, charged = {0, 0}, {tonumber(ARGV[9]), tonumber(ARGV[10])}
  local amounts = redis.call('HGET', KEYS[i + 1], ARGV[1])
  if amounts then
    local left, micro, of_tokens, of_micro = string.match(amounts, '^(%d+) (%d+) ?(%d*) ?(%d*)$')
    held = {tonumber(left), tonumber(micro)}
    charged = {tonumber(of_tokens) or 0, tonumber(of_micro) or 0}
  end
  before[i] = {held = held, charged = charged}
  local spent = redis.call('HMGET', KEYS[i], names[1], names[2])
  local all = redis.call('HMGET', KEYS[i + 1], names[1], names[2])
  for j, name in ipairs(names) do
    local bound = tonumber(ARGV[10 + budget * 3 + j])
    local others = tonumber(spent[j] or '0') + tonumber(all[j] or '0') - held[j] - charged[j]
    if bound > 0 and others + total[j] > bound then
      local kept = others - (tonumber(all[j] or '0') - held[j])
      return {'over', budget, name, others + held[j] + charged[j], kept + total[j] <= bound and 1 or 0}
    end
  end
end
for i = 4, #KEYS, 3 do
  local rest = {math.max(0, total[1] - charge[1]), math.max(0, total[2] - charge[2])}
  for j, name in ipairs(names) do
    local spent = charge[j] - before[i].charged[j]
    local held = rest[j] - before[i].held[j]
    if spent ~= 0 then redis.call('HINCRBY', KEYS[i], name, string.format('%.0f', spent)) end
    if held ~= 0 then redis.call('HINCRBY', KEYS[i + 1], name, string.format('%.0f', held)) end
  end
  redis.call('PEXPIRE', KEYS[i], ARGV[13 + (i - 4)])
  redis.call('HSET', KEYS[i + 1], ARGV[1],
    string.format('%.0f %.0f %.0f %.0f', rest[1], rest[2], charge[1], charge[2]))
  redis.call('ZADD', KEYS[i + 2], tonumber(ARGV[3]) + tonumber(ARGV[4]), ARGV[1])
  redis.call('PEXPIRE', KEYS[i + 1], ARGV[4])
  redis.call('PEXPIRE', KEYS[i + 2], ARGV[4])
end
return {'admitted', 0, 0}
`,
};
