--[[
The calls of one credential in the last interval, those of all replicas. Notes what became of earlier calls, and takes a
token for another one where a token is asked for. The rule of leaving is that of rolling-window.ts.

KEYS[1]  contacts-gateway:2:calls:<credential id>  sorted set: token -> when it comes back; and
           "last" -> when the last call left or is to leave, plus an interval
ARGV[1]  limit      ARGV[2] interval, in ms
ARGV[3]  how long a call may take, in ms: a call of which nothing more is heard gives its token back an interval after that
ARGV[4]  token to take, or ""      ARGV[5] "paced" or ""
ARGV[6…] pairs: token, and in how many ms it comes back, seen from now; 0: it is back

Times are Redis' own, in ms. The key expires by itself.
Answers { 1, ms until the call may leave, tokens left }, or { 0, ms until a token comes back, tokens left }.
]]
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local calls, limit, interval, timeout = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

for place = 6, #ARGV, 2 do
  redis.call('ZADD', calls, now + tonumber(ARGV[place + 1]), ARGV[place])
end
redis.call('ZREMRANGEBYSCORE', calls, '-inf', now)

local last = redis.call('ZSCORE', calls, 'last')
local left = limit - redis.call('ZCARD', calls) + (last and 1 or 0)
local untilNext = interval
local nearest = redis.call('ZRANGE', calls, 0, 1, 'WITHSCORES')
for place = 1, #nearest, 2 do
  if nearest[place] ~= 'last' then
    untilNext = math.min(interval, nearest[place + 1] - now)
    break
  end
end

local answer = { 0, math.ceil(untilNext), math.max(0, left) }
if ARGV[4] ~= '' and left > 0 then
  local wait = 0
  if ARGV[5] == 'paced' and last then
    wait = math.max(0, (untilNext - left * (now - (last - interval))) / (left + 1))
  end
  redis.call('ZADD', calls, now + wait + timeout + interval, ARGV[4])
  redis.call('ZADD', calls, now + wait + interval, 'last')
  answer = { 1, math.ceil(wait), left - 1 }
end
redis.call('PEXPIRE', calls, math.ceil(timeout + 3 * interval))
return answer
