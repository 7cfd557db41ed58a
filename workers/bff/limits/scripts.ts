/**
 * The Redis scripts of the cost guard. Each is atomic, so a request is admitted whole or not at all. Upstash bills every
 * command within a script, so each reads and writes a key as few times as it can.
 *
 * The first line is Upstash's: it locks the declared keys instead of the whole database. The SHA-1 stands beside each
 * text because EVALSHA needs it before anything asynchronous has run; a test recomputes it.
 * An empty key name means that this part does not apply to the request.
 */
import type { RedisScript } from '../store/redis.ts';
import { READ_BUDGET } from './budget-script.ts';

/**
 * Spends the nonce, looks for a finished or running answer, checks every budget, reserves.
 * What was said before may be shortened: its share is reserved as far as every budget leaves room, at most half of what is
 * left, so that a question at the same time finds some too.
 * A question that the bot has let through from memory is noted as a delivery of its person, and refused where its place is muted,
 * the settings are others than the bot remembers, or its person has had everything erased since.
 * KEYS  1 nonce, 2 idempotency, 3 shared answer, 4 repeats in this minute, 5 index of what is kept of a person,
 *       6 the person's deliveries ('' for a question that the bot has looked at), 7 and 8 mutes, 9 and 10 what the bot knows of
 *       settings, 11 the person's erasure, 12… the budgets
 * ARGV  1 nonce's life (ms), 2 fingerprint, 3 lease, 4 lease's life (ms), 5 tokens, 6 micro-USD,
 *       7 tokens of the window, 8 its micro-USD, 9 now (Unix ms), 10 repeats allowed (0: not counted), 11 the
 *       count's life (ms), 12 the reservation's life (ms), 13 tokens charged at once, 14 its micro-USD, 15 index of the
 *       budget whose use is told, 16 the delivery, 17 how long it is noted (ms), 18 when it was asked, with the margin that the
 *       mark of an erasure has (Unix ms), 19 and 20 the versions of settings that the bot remembers, 21… per budget: tokens
 *       allowed, micro-USD allowed (0 for no bound), its life (ms)
 * Gives {'replayed'} · {'repeated'} · {'mismatch'} · {'erased'} · {'outdated'} · {'answered', json} · {'cached', json} ·
 *       {'running', 'request' or 'question'} · {'over', index of the budget, 'tokens' or 'micro_usd', tokens spent, 1 or 0} ·
 *       {'admitted', tokens spent, tokens of the window}
 *       where the tokens spent are those of the budget that ARGV 15 names, with all that is reserved of it, and 1 says that
 *       there will be room once calls under way have given back what they hold
 */
export const ADMIT: RedisScript = {
  sha1: 'a42785022046612b83acd1bd1ddfb4b3b5489a6f',
  text: `#!lua flags=allow-key-locking
${READ_BUDGET}if KEYS[1] ~= '' and not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
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
if KEYS[6] ~= '' then
  local known = redis.call('MGET', KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11])
  if (tonumber(known[5] or '') or 0) >= tonumber(ARGV[18]) then return {'erased'} end
  redis.call('SADD', KEYS[6], ARGV[16])
  redis.call('PEXPIRE', KEYS[6], ARGV[17])
  for i = 1, 2 do
    local version = string.match(known[i + 2] or '', '^{"version":(%d+)') or '0'
    local isMuted = (tonumber(known[i] or '') or 0) > tonumber(ARGV[9])
    if isMuted or version ~= ARGV[18 + i] then return {'outdated'} end
  end
end
if KEYS[3] ~= '' then
  local shared = redis.call('HMGET', KEYS[3], 'lease', 'answer')
  if shared[2] then return repeats({'cached', shared[2]}) end
  if shared[1] then return repeats({'running', 'question'}) end
end
local now = tonumber(ARGV[9])
local budgets, used = {}, {}
for i = 12, #KEYS do
  budgets[i] = read(KEYS[i], now)
  used[i] = {budgets[i].spent[1] + budgets[i].held[1], budgets[i].spent[2] + budgets[i].held[2]}
end
local taken = used[12 + tonumber(ARGV[15])][1]
local share = 1
for i = 12, #KEYS do
  local budget = i - 12
  for j, name in ipairs({'tokens', 'micro_usd'}) do
    local bound = tonumber(ARGV[20 + budget * 3 + j])
    local left = bound - used[i][j] - tonumber(ARGV[4 + j])
    local window = tonumber(ARGV[6 + j])
    if bound > 0 and left < 0 then return {'over', budget, name, taken, left + budgets[i].held[j] >= 0 and 1 or 0} end
    if bound > 0 and window > 0 then share = math.min(share, left / 2 / window) end
  end
end
local window = math.floor(tonumber(ARGV[7]) * share)
local amounts = {tonumber(ARGV[5]) + window, tonumber(ARGV[6]) + math.ceil(tonumber(ARGV[8]) * share)}
local charge = {math.min(tonumber(ARGV[13]), amounts[1]), math.min(tonumber(ARGV[14]), amounts[2])}
local rest = {amounts[1] - charge[1], amounts[2] - charge[2]}
local ends = now + tonumber(ARGV[12])
for i = 12, #KEYS do
  local budget = budgets[i]
  redis.call('HSET', KEYS[i],
    'tokens', amount(budget.spent[1] + charge[1]), 'micro_usd', amount(budget.spent[2] + charge[2]),
    'held_tokens', amount(budget.held[1] + rest[1]), 'held_micro_usd', amount(budget.held[2] + rest[2]),
    'oldest', amount(budget.oldest == 0 and ends or budget.oldest), ARGV[3], format(rest, charge, ends))
  if budget.isNew then redis.call('PEXPIRE', KEYS[i], ARGV[23 + (i - 12) * 3]) end
end
local entered = {}
for i = 2, 3 do
  if KEYS[i] ~= '' then
    if i == 2 then
      redis.call('HSET', KEYS[i], 'lease', ARGV[3], 'fingerprint', ARGV[2])
    else
      redis.call('HSET', KEYS[i], 'lease', ARGV[3])
    end
    redis.call('PEXPIRE', KEYS[i], ARGV[4])
    entered[#entered + 1] = KEYS[i]
  end
end
if #entered > 0 and KEYS[5] ~= '' then
  redis.call('SADD', KEYS[5], unpack(entered))
  if redis.call('PTTL', KEYS[5]) < tonumber(ARGV[4]) then redis.call('PEXPIRE', KEYS[5], ARGV[4]) end
end
return {'admitted', taken + amounts[1], window}
`,
};

/**
 * Puts what was really used in the place of what was charged and reserved, and keeps the answer or lets the next request try.
 * What was reserved is Redis' own note of it, because the admission may have come too late to be heard. A reservation that
 * is gone, because its lease ran out or an operator removed it, takes nothing with it; what was charged then, the caller says.
 * Only the holder of the lease may write an answer, or anybody where there is no holder; and nobody whose answer was forgotten
 * meanwhile (idempotency/forget.ts), or for a person who has had everything erased since the request came.
 * KEYS  1 idempotency, 2 shared answer, 3 index of what is kept of a person, 4 the person's erasure ('' for none possible),
 *       5… the budgets
 * ARGV  1 lease, 2 fingerprint, 3 answer ('' for none), 4 its life under the idempotency key (ms),
 *       5 its life as a shared answer (ms, 0 for not shared), 6 tokens used, 7 micro-USD used,
 *       8 tokens that were charged as far as the caller knows, 9 its micro-USD, 10 when the request came (Unix ms),
 *       11… per budget: its life (ms)
 */
export const SETTLE: RedisScript = {
  sha1: '2a097ab5e327644ea1632cb19f7d44921dbc86bc',
  text: `#!lua flags=allow-key-locking
${READ_BUDGET}for i = 5, #KEYS do
  local row = redis.call('HMGET', KEYS[i], 'tokens', 'micro_usd', 'held_tokens', 'held_micro_usd', ARGV[1])
  local spent = {tonumber(row[1] or '0'), tonumber(row[2] or '0')}
  local held = {tonumber(row[3] or '0'), tonumber(row[4] or '0')}
  local charged = {tonumber(ARGV[8]), tonumber(ARGV[9])}
  if row[5] then
    local lease = parse(row[5])
    charged = lease.charged
    held = {held[1] - lease.held[1], held[2] - lease.held[2]}
  end
  for j = 1, 2 do spent[j] = spent[j] + tonumber(ARGV[5 + j]) - math.min(charged[j], spent[j]) end
  local changes = {'tokens', amount(spent[1]), 'micro_usd', amount(spent[2])}
  if row[5] then
    for _, each in ipairs({'held_tokens', amount(held[1]), 'held_micro_usd', amount(held[2])}) do
      changes[#changes + 1] = each
    end
    -- Nobody else holds anything, the usual case: then there is nothing to look for later.
    if held[1] <= 0 and held[2] <= 0 then
      changes[#changes + 1] = 'oldest'
      changes[#changes + 1] = '0'
    end
  end
  redis.call('HSET', KEYS[i], unpack(changes))
  if row[5] then redis.call('HDEL', KEYS[i], ARGV[1]) end
  if not row[1] then redis.call('PEXPIRE', KEYS[i], ARGV[11 + i - 5]) end
end
local erased = KEYS[4] ~= '' and redis.call('GET', KEYS[4])
local longest = 0
local isKept = ARGV[3] ~= '' and not (erased and tonumber(erased) >= tonumber(ARGV[10]))
for i = 1, 2 do
  if KEYS[i] ~= '' then
    local row = redis.call('HMGET', KEYS[i], 'lease', 'answer', 'forgotten')
    local life = tonumber(ARGV[3 + i])
    if isKept and life > 0 then
      if not row[2] and row[3] ~= ARGV[1] and (not row[1] or row[1] == ARGV[1]) then
        redis.call('HSET', KEYS[i], 'fingerprint', ARGV[2], 'answer', ARGV[3])
        redis.call('PEXPIRE', KEYS[i], life)
        -- Whoever holds it has entered it there.
        if not row[1] and KEYS[3] ~= '' then redis.call('SADD', KEYS[3], KEYS[i]) end
        longest = math.max(longest, life)
      end
    elseif row[1] == ARGV[1] and not row[2] then
      redis.call('DEL', KEYS[i])
      if KEYS[3] ~= '' then redis.call('SREM', KEYS[3], KEYS[i]) end
    end
  end
end
if longest > 0 and KEYS[3] ~= '' and redis.call('PTTL', KEYS[3]) < longest then redis.call('PEXPIRE', KEYS[3], longest) end
return 1
`,
};

/** How RENEW and EXTEND begin: what the request holds under its keys lives on. */
const RENEW_LEASES = `#!lua flags=allow-key-locking
${READ_BUDGET}for i = 1, 2 do
  if KEYS[i] ~= '' and redis.call('HGET', KEYS[i], 'lease') == ARGV[1] then
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
    if KEYS[3] ~= '' then
      redis.call('PEXPIRE', KEYS[3], math.max(tonumber(ARGV[2]), redis.call('PTTL', KEYS[3])))
    end
  end
end
`;

/**
 * A long answer is still being written: no other request may begin it, and what it has reserved stays reserved. What has
 * been given back meanwhile is not taken again: the settlement may have come first. What is charged becomes what is used so
 * far by estimate, never more than was reserved.
 * KEYS  1 idempotency, 2 shared answer, 3 index of what is kept of a person, 4… the budgets
 * ARGV  1 lease, 2 lease's life (ms), 3 now (Unix ms), 4 the reservation's life (ms), 5 tokens charged so far, 6 its micro-USD
 * Gives 1 when every budget has the reservation, else 0
 */
export const RENEW: RedisScript = {
  sha1: '095cc1014d1927e4cda09a8b55724a399709554e',
  text: `${RENEW_LEASES}local kept = 1
for i = 4, #KEYS do
  local row = redis.call('HMGET', KEYS[i], 'tokens', 'micro_usd', 'held_tokens', 'held_micro_usd', ARGV[1])
  if row[5] then
    local lease = parse(row[5])
    local numbers = {}
    for j = 1, 4 do numbers[j] = tonumber(row[j] or '0') end
    for j = 1, 2 do
      local change = math.min(tonumber(ARGV[4 + j]), lease.held[j] + lease.charged[j]) - lease.charged[j]
      numbers[j] = numbers[j] + change
      numbers[j + 2] = numbers[j + 2] - change
      lease.held[j] = lease.held[j] - change
      lease.charged[j] = lease.charged[j] + change
    end
    redis.call('HSET', KEYS[i], 'tokens', amount(numbers[1]), 'micro_usd', amount(numbers[2]),
      'held_tokens', amount(numbers[3]), 'held_micro_usd', amount(numbers[4]),
      ARGV[1], format(lease.held, lease.charged, tonumber(ARGV[3]) + tonumber(ARGV[4])))
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
  sha1: '00947b6007c6649d46bbfcaa813a39c6b39f84d0',
  text: `${RENEW_LEASES}local now = tonumber(ARGV[3])
local charge = {tonumber(ARGV[5]), tonumber(ARGV[6])}
local total = {tonumber(ARGV[7]), tonumber(ARGV[8])}
local budgets, before = {}, {}
for i = 4, #KEYS do
  budgets[i] = read(KEYS[i], now)
  local known = redis.call('HGET', KEYS[i], ARGV[1])
  before[i] = known and parse(known) or {held = {0, 0}, charged = {tonumber(ARGV[9]), tonumber(ARGV[10])}}
  local budget = i - 4
  for j, name in ipairs({'tokens', 'micro_usd'}) do
    local bound = tonumber(ARGV[10 + budget * 3 + j])
    local own = before[i].held[j] + before[i].charged[j]
    local others = budgets[i].spent[j] + budgets[i].held[j] - own
    if bound > 0 and others + total[j] > bound then
      local kept = others - (budgets[i].held[j] - before[i].held[j])
      return {'over', budget, name, others + own, kept + total[j] <= bound and 1 or 0}
    end
  end
end
local ends = now + tonumber(ARGV[4])
for i = 4, #KEYS do
  local numbers, rest = {}, {}
  for j = 1, 2 do
    rest[j] = math.max(0, total[j] - charge[j])
    numbers[j] = budgets[i].spent[j] + charge[j] - before[i].charged[j]
    numbers[j + 2] = budgets[i].held[j] + rest[j] - before[i].held[j]
  end
  redis.call('HSET', KEYS[i], 'tokens', amount(numbers[1]), 'micro_usd', amount(numbers[2]),
    'held_tokens', amount(numbers[3]), 'held_micro_usd', amount(numbers[4]),
    'oldest', amount(budgets[i].oldest == 0 and ends or budgets[i].oldest), ARGV[1], format(rest, charge, ends))
  if budgets[i].isNew then redis.call('PEXPIRE', KEYS[i], ARGV[13 + (i - 4) * 3]) end
end
return {'admitted', 0, 0}
`,
};
