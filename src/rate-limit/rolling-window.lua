--[[
The calls of one credential in the last interval, those of all replicas. Notes what became of earlier calls, and takes a
token for another one where one is asked for. The rule of leaving is that of rolling-window.ts.

KEYS[1]  contacts-gateway:2:calls:<credential id>  sorted set:
           <replica>:<number> -> when the token of a call comes back; others:<…> likewise, for calls of strangers
           last               -> when the last call left or is to leave, plus an interval
           <replica>          -> REPLICAS + when it was last heard of
           since              -> SINCE + since when Redis has heard of all calls that count
ARGV[1]  limit      ARGV[2] interval      ARGV[3] how long a call may take: a call of which nothing more is heard gives its
         token back an interval after that
ARGV[4]  replica    ARGV[5] "reset": calls were made of which Redis has not heard; else ""
ARGV[6]  token to take, or ""      ARGV[7] "paced" or ""
ARGV[8]  "own": it is one that this replica may take by itself; else ""
ARGV[9]  calls left according to HubSpot, or ""      ARGV[10] name for what others took
ARGV[11…] pairs: token, and in how many ms it comes back; 0: it is back

Times are Redis' own, in ms. The key expires by itself.
Answers { 1: the token is taken, ms until the call may leave or until a token comes back, tokens left, replicas, trusted }.
A Redis that may not have heard of all calls is not trusted: it hands out none but a replica's own tokens until all replicas
have had time to tell.
]]
local REPLICAS, SINCE, SILENT, LISTEN = 1e14, 1e15, 60000, 1500
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local calls, limit, interval, timeout = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local function note(score, member) redis.call('ZADD', calls, string.format('%.3f', score), member) end
local function count(from, to) return redis.call('ZCOUNT', calls, from, to) end

if ARGV[5] == 'reset' then redis.call('ZREM', calls, 'since') end
redis.call('ZADD', calls, 'NX', string.format('%.3f', SINCE + now), 'since')
note(REPLICAS + now, ARGV[4])
for place = 11, #ARGV, 2 do note(now + tonumber(ARGV[place + 1]), ARGV[place]) end
redis.call('ZREMRANGEBYSCORE', calls, '-inf', now)
redis.call('ZREMRANGEBYSCORE', calls, REPLICAS, REPLICAS + now - SILENT)

local last = redis.call('ZSCORE', calls, 'last')
local left = limit - count('-inf', '(' .. REPLICAS) + (last and 1 or 0)
if ARGV[9] ~= '' then
  -- They are over one interval from now, at the latest.
  for stranger = 1, left - tonumber(ARGV[9]) do note(now + interval, ARGV[10] .. stranger) end
  left = math.min(left, tonumber(ARGV[9]))
end

local untilNext = interval
local nearest = redis.call('ZRANGE', calls, 0, 1, 'WITHSCORES')
for place = 1, #nearest, 2 do
  if nearest[place] ~= 'last' then
    untilNext = math.min(interval, nearest[place + 1] - now)
    break
  end
end

local isTrusted = now + SINCE - redis.call('ZSCORE', calls, 'since') >= LISTEN
local taken, wait = 0, untilNext
if ARGV[6] ~= '' and (isTrusted and left > 0 or not isTrusted and ARGV[8] == 'own') then
  taken, wait = 1, 0
  if ARGV[7] == 'paced' and last and left > 0 then
    wait = math.max(0, (untilNext - left * (now - (last - interval))) / (left + 1))
  end
  note(now + wait + timeout + interval, ARGV[6])
  note(now + wait + interval, 'last')
  left = left - 1
end
redis.call('PEXPIRE', calls, 3600000)
return { taken, math.ceil(wait), math.max(0, left), count(REPLICAS, '(' .. SINCE), isTrusted and 1 or 0 }
