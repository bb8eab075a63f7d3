--[[
A replica reports the tokens that it owns of one credential, and is told how many it may have. All or nothing: Redis runs
no other command meanwhile.

Nothing is ever taken: a replica that may have fewer gives up what is free, says so with its next report, and only then can
another one have it. So the tokens owned never exceed the limit. An equal share is everybody's for the asking. Beyond it a
replica has what nobody else wants: it gives up tokens that it does not use as soon as another one waits, and tokens beyond
its share to those that have less than theirs.

KEYS[1]  contacts-gateway:1:quota:<credential id>  hash:
           limit        calls allowed in an interval, as HubSpot reported it
           strangers    "<calls> <until>": calls that strangers made, and how long they count
           r:<replica>  "<owned> <free> <want> <sequence> <heard at> <owned until>"
KEYS[2]  contacts-gateway:1:replicas  } see heartbeat.lua
KEYS[3]  contacts-gateway:1:since     }
KEYS[4]  contacts-gateway:1:wanted    }
ARGV[1]  replica id
ARGV[2]  sequence: a report that is not younger than the last one is ignored
ARGV[3]  owned   ARGV[4] free   ARGV[5] want, -1 when the replica leaves
ARGV[6]  limit as configured   ARGV[7] limit as HubSpot reported it, or ""
ARGV[8]  calls of strangers    ARGV[9] how long they count, in ms
ARGV[10] lease in ms: after that without a report what the replica owned is free again
ARGV[11] SILENT_MS   ARGV[12] LISTEN_MS   ARGV[13] WANTED_MS
ARGV[14] credential id   ARGV[15] "recount": all replicas should report soon; else ""

Times are Redis' own, in ms. Every key expires by itself; the ids are hashes or random.
Answers { allowed, limit, share, pool, elsewhere, settled }, or nothing when the report was overtaken.
]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local me, owned, free, want = 'r:' .. ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local lease, silent, listen, remembered =
  tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])

-- What the others own, and wait for.
local others = { owned = 0, free = 0, want = 0 }
local records = {}
local gave = false
local all = redis.call('HGETALL', KEYS[1])
for index = 1, #all, 2 do
  local name = all[index]
  if string.sub(name, 1, 2) == 'r:' then
    local o, f, w, sequence, heard, till = string.match(all[index + 1], '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
    if name == me then
      if tonumber(ARGV[2]) <= tonumber(sequence) then return false end
      gave = owned < tonumber(o)
    elseif tonumber(till) <= now then
      redis.call('HDEL', KEYS[1], name)
    else
      local wants = tonumber(heard) > now - remembered and math.max(0, tonumber(w)) or 0
      others.owned = others.owned + tonumber(o)
      others.free = others.free + tonumber(f)
      others.want = others.want + wants
      table.insert(records, { owned = tonumber(o), want = wants })
    end
  end
end

if ARGV[7] ~= '' then redis.call('HSET', KEYS[1], 'limit', ARGV[7]) end
local limit = tonumber(redis.call('HGET', KEYS[1], 'limit') or ARGV[6])

local calls, till = string.match(redis.call('HGET', KEYS[1], 'strangers') or '', '^(%S+) (%S+)$')
local strangers = calls and tonumber(till) > now and tonumber(calls) or 0
if tonumber(ARGV[8]) > 0 then
  strangers = math.min(limit, strangers + tonumber(ARGV[8]))
  redis.call('HSET', KEYS[1], 'strangers', string.format('%.0f %.0f', strangers, now + tonumber(ARGV[9])))
end

local replicas = math.max(1, redis.call('ZCOUNT', KEYS[2], now - silent, '+inf'))
local since = redis.call('GET', KEYS[3])
local settled = since and tonumber(since) <= now - listen

local share = math.floor((limit - strangers) / replicas)
local pool = limit - strangers - others.owned - owned
-- With more replicas than tokens one token is due to each, and they take turns.
local due = math.max(1, share)
local below = 0
for _, other in ipairs(records) do
  below = below + math.max(0, math.min(other.want, due - other.owned))
end

local allowed = owned
if settled then
  if pool < 0 then
    allowed = math.max(math.min(owned, share), owned + pool)
  elseif want == 0 and others.want > pool then
    -- An idle replica keeps one for the next lone update, unless all idle ones together would keep more than a tenth.
    local keep = replicas * 10 <= limit and 1 or 0
    allowed = owned - math.max(0, math.min(free - keep, others.want - pool))
  elseif owned > share and below > pool then
    allowed = math.max(share, owned - (below - pool))
  elseif want > 0 then
    local open = (owned >= due or gave) and pool - below or pool
    allowed = owned + math.max(0, math.min(open, math.max(want, share - owned)))
  elseif want == 0 and owned < share then
    allowed = owned + math.min(pool - others.want, share - owned)
  end
end
local granted = math.max(0, allowed - owned)
local unmet = math.max(-1, want - granted)

redis.call('HSET', KEYS[1], me,
  string.format('%.0f %.0f %.0f %s %.0f %.0f', owned + granted, free + granted, unmet, ARGV[2], now, now + lease))
if redis.call('PTTL', KEYS[1]) < lease then redis.call('PEXPIRE', KEYS[1], lease) end
if unmet > 0 or pool < 0 or ARGV[15] == 'recount' then
  redis.call('ZADD', KEYS[4], now, ARGV[14])
  redis.call('PEXPIRE', KEYS[4], remembered)
end

pool = math.max(0, pool - granted)
return { allowed, limit, share, pool, pool + others.free, settled and 1 or 0 }
