--[[
A replica lives, or leaves. It learns how many there are, and for how long Redis has heard of them without a break.

KEYS[1]  contacts-gateway:2:replicas  sorted set: replica -> when it was last heard of
KEYS[2]  contacts-gateway:2:since     text: since when some replica has been heard of without a break
ARGV[1]  replica      ARGV[2] "leave" or ""
ARGV[3]  how long a silent replica counts, in ms

Times are Redis' own, in ms. Both keys expire by themselves.
Answers { replicas, ms since KEYS[2] }.
]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

if ARGV[2] == 'leave' then
  redis.call('ZREM', KEYS[1], ARGV[1])
else
  redis.call('ZADD', KEYS[1], now, ARGV[1])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SET', KEYS[2], string.format('%.0f', now), 'PX', ARGV[3], 'NX')
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return { redis.call('ZCARD', KEYS[1]), now - redis.call('GET', KEYS[2]) }
