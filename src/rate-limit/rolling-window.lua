--[[
The calls of one credential in the last interval, those of all replicas. Notes what became of earlier calls, and takes a
token for another one where one is asked for. The rule of leaving is that of rolling-window.ts.

KEYS[1]  sorted set: <name> -> when the token of a call comes back
                     last   -> OTHER + when the last call left or is to leave
                     since  -> OTHER + since when Redis has heard of all calls that count
ARGV[1]  limit      ARGV[2] interval      ARGV[3] how long a call may take: a call of which nothing more is heard gives its
         token back an interval after that
ARGV[4]  for how long Redis only listens when it knows nothing
ARGV[5]  name of the call, if one is asked for      ARGV[6] "" for none, "full" or "paced"
ARGV[7]  "own": the replica may make it by itself, too; else ""
ARGV[8]  calls left as HubSpot told, or ""      ARGV[9] how long ago
ARGV[10…] pairs: name, and in how many ms the token comes back; 0: it is back

Times are Redis' own, in ms. The key expires by itself.
Answers { 0: no token, ask again after the wait; 1: a token; 2: one that comes back after the wait, ms to wait, tokens left,
1 if Redis knows all calls, else it hands out none but a replica's own }.
]]
local OTHER = 1e15
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local key, limit, interval, timeout = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local name, asked = ARGV[5], ARGV[6]

local function note(score, member) redis.call('ZADD', key, string.format('%.3f', score), member) end
local function leftSince(at) return limit - redis.call('ZCOUNT', key, string.format('(%.3f', at), '(' .. OTHER) end

local since = tonumber(redis.call('ZSCORE', key, 'since') or OTHER + now)
if since == OTHER + now then note(since, 'since') end
for place = 10, #ARGV, 2 do note(now + tonumber(ARGV[place + 1]), ARGV[place]) end
local knowsAll = now - (since - OTHER) >= tonumber(ARGV[4])
redis.call('ZREMRANGEBYSCORE', key, '-inf', now - interval)
if ARGV[8] ~= '' and knowsAll then
  -- What came back since HubSpot told is none of the strangers'. They are over one interval from now, at the latest.
  local strangers = leftSince(now - tonumber(ARGV[9])) - tonumber(ARGV[8])
  for stranger = 1, strangers do note(now + interval, name .. ':' .. stranger) end
end

local left = leftSince(now)
-- Of the tokens that come back the first ones are for those who wait for one already.
local from, before = string.format('(%.3f', now), math.max(0, -left)
local next = redis.call('ZRANGEBYSCORE', key, from, '+inf', 'WITHSCORES', 'LIMIT', before, 1)
local untilNext = math.min(interval, next[2] - now)
local taken, wait = 0, untilNext
if asked == '' then
  wait = 0
elseif not knowsAll then
  taken, wait = ARGV[7] == 'own' and 1 or 0, 0
elseif left > 0 then
  local last = redis.call('ZSCORE', key, 'last')
  taken, wait = 1, 0
  if asked == 'paced' and last and left < limit then
    wait = math.max(0, (untilNext - left * (now - (last - OTHER))) / (left + 1))
  end
elseif untilNext <= interval / 10 then
  -- So early that redis-window.ts has to know of it (AHEAD).
  taken = 2
else
  -- Not before it is near: it goes to any of those who ask then.
  wait = untilNext - interval / 20
end
if taken > 0 then
  note(now + wait + timeout + interval, name)
  note(OTHER + now + wait, 'last')
  left = left - 1
end
redis.call('PEXPIRE', key, 3600000)
return { taken, math.ceil(wait), math.max(0, left), knowsAll and 1 or 0 }
