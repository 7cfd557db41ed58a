/**
 * What the scripts of the cost guard know of a budget, in Lua.
 *
 * A budget is one hash: `tokens` and `micro_usd`, what is charged; `held_tokens` and `held_micro_usd`, what calls under way hold
 * besides, in all; each of these calls by its lease, 'tokens micro_usd charged_tokens charged_micro_usd end', with what it holds, what it is
 * charged so far and when its reservation ends, in Unix milliseconds; `oldest`, before which none of them ends (0: there are none).
 * A call is charged an estimate from its admission on, and its end puts what it used in that place. So what a lost call
 * held is free again when its lease ends, for the next call that asks finds it dead, while its charge stays, though nobody is left to write
 * it.
 */

/** Reading a budget: its five numbers, and whether it is new. What lost calls held is given back first. */
export const READ_BUDGET = `local function amount(number)
  return string.format('%.0f', math.max(0, number))
end
local function read(key, now)
  local row = redis.call('HMGET', key, 'tokens', 'micro_usd', 'held_tokens', 'held_micro_usd', 'oldest')
  local spent = {tonumber(row[1] or '0'), tonumber(row[2] or '0')}
  local held = {tonumber(row[3] or '0'), tonumber(row[4] or '0')}
  local oldest = tonumber(row[5] or '0')
  if oldest > 0 and oldest <= now then
    oldest = 0
    local all, dead = redis.call('HGETALL', key), {}
    for n = 1, #all, 2 do
      local tokens, micro, ends = string.match(all[n + 1], '^(%d+) (%d+) %d+ %d+ (%d+)$')
      ends = tonumber(ends or '0')
      if ends > now then
        if oldest == 0 or ends < oldest then oldest = ends end
      elseif ends > 0 then
        dead[#dead + 1] = all[n]
        held = {held[1] - tonumber(tokens), held[2] - tonumber(micro)}
      end
    end
    for n = 1, #dead, 100 do redis.call('HDEL', key, unpack(dead, n, math.min(n + 99, #dead))) end
    redis.call('HSET', key, 'held_tokens', amount(held[1]), 'held_micro_usd', amount(held[2]), 'oldest', amount(oldest))
  end
  return {spent = spent, held = held, oldest = oldest, isNew = not row[1]}
end
local function parse(lease)
  local held, held_micro, charged, charged_micro, ends = string.match(lease, '^(%d+) (%d+) (%d+) (%d+) (%d+)$')
  return {held = {tonumber(held), tonumber(held_micro)}, charged = {tonumber(charged), tonumber(charged_micro)}, ends = ends}
end
local function format(held, charged, ends)
  return table.concat({amount(held[1]), amount(held[2]), amount(charged[1]), amount(charged[2]), amount(ends)}, ' ')
end
`;
