--[[
A replica lives. It learns whether Redis may have forgotten something, and which credentials are short of tokens.

KEYS[1]  contacts-gateway:1:replicas  sorted set: replica id -> when it was last heard of
KEYS[2]  contacts-gateway:1:since     text: since when replicas have been heard of without a break
KEYS[3]  contacts-gateway:1:wanted    sorted set: credential id -> when somebody last waited for one of its tokens
ARGV[1]  replica id
ARGV[2]  SILENT_MS: a replica that is silent for longer is gone; when all are, KEYS[2] expires and time begins anew
ARGV[3]  WANTED_MS: how long a wish is remembered
ARGV[4]  "leave": the replica is gone from now on; else ""

Times are Redis' own, in ms. Every key expires by itself.
Answers { since, credential id, credential id, ... }
]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local silent, remembered = tonumber(ARGV[2]), tonumber(ARGV[3])

if ARGV[4] == 'leave' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  return { '' }
end

redis.call('SET', KEYS[2], string.format('%.0f', now), 'PX', silent, 'NX')
redis.call('PEXPIRE', KEYS[2], silent)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - silent)
redis.call('PEXPIRE', KEYS[1], silent)
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - remembered)

local answer = redis.call('ZRANGE', KEYS[3], 0, -1)
table.insert(answer, 1, redis.call('GET', KEYS[2]))
return answer
