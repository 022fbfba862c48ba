namespace ThreeDb.Connectors.Valkey;

/// <summary>All that happens in the server at once. <c>KEYS[1]</c> is the state (<see cref="CacheKeys.State"/>), unless something else is said.</summary>
internal static class Scripts
{
    // A new epoch makes everything that was kept before worthless. Unique, because generations begin at 0 again when the state was lost.
    private const string NewEpoch = """
        local function new_epoch(candidate, channel)
          local t = redis.call('TIME')
          redis.call('HSET', KEYS[1], 'e', candidate .. '-' .. t[1] .. '-' .. t[2])
          redis.call('HDEL', KEYS[1], 'a')
          redis.call('PUBLISH', channel, '*')
        end

        """;

    private const string Older = """
        local function older(a, b, c, d)
          if not a or a == '' then return true end
          a, b, c, d = tonumber(a), tonumber(b), tonumber(c), tonumber(d)
          return a < c or (a == c and b < d)
        end

        """;

    /// <summary>Begins an epoch when there is none, or when the server was started anew: it may have come back with an old copy of its data.
    /// Arguments: candidate for the epoch, channel.</summary>
    public static Script Open { get; } = new(NewEpoch + """
        local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
        local s = redis.call('HMGET', KEYS[1], 'e', 'r')
        if s[1] and s[2] == run then return 0 end
        new_epoch(ARGV[1], ARGV[2])
        redis.call('HSET', KEYS[1], 'r', run)
        return 1
        """);

    /// <summary>Takes over: from now on older fences are refused; a new leader begins an epoch. Arguments: fence (2), candidate, channel. Answers 0 when fenced.</summary>
    public static Script Prepare { get; } = new(NewEpoch + Older + """
        local s = redis.call('HMGET', KEYS[1], 'fe', 'fn')
        if older(ARGV[1], ARGV[2], s[1] or 0, s[2] or 0) then return 0 end
        if not s[1] or tonumber(s[1]) < tonumber(ARGV[1]) then new_epoch(ARGV[3], ARGV[4]) end
        redis.call('HSET', KEYS[1], 'fe', ARGV[1], 'fn', ARGV[2])
        return 1
        """);

    /// <summary>Invalidates. <c>KEYS[2]</c>: index, then the keys of entities. Arguments: fence (2), fence of this leader's last write (2, empty when none), candidate,
    /// channel, numbers of buckets, members of the index, seqs; then these. Answers 0 when fenced.</summary>
    /// <remarks>A server whose newest fence is older than what this leader wrote last has lost writes: nothing that it keeps can be trusted.</remarks>
    public static Script Apply { get; } = new(NewEpoch + Older + """
        local s = redis.call('HMGET', KEYS[1], 'fe', 'fn')
        if not older(s[1], s[2], ARGV[1], ARGV[2]) then return 0 end
        if ARGV[3] ~= '' and older(s[1], s[2], ARGV[3], ARGV[4]) then new_epoch(ARGV[5], ARGV[6]) end
        local at = 9
        local told = {}
        local function bump(bucket)
          redis.call('HINCRBY', KEYS[1], 'g' .. bucket, 1)
          told[#told + 1] = bucket
        end
        for i = 1, tonumber(ARGV[7]) do
          at = at + 1
          bump(ARGV[at])
        end
        for i = 3, #KEYS do redis.call('UNLINK', KEYS[i]) end
        for i = 1, tonumber(ARGV[8]) do
          at = at + 1
          redis.call('ZREM', KEYS[2], ARGV[at])
        end
        for i = 1, tonumber(ARGV[9]) do
          at = at + 1
          for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[at], ARGV[at])) do
            bump(string.match(member, '^(%d+)|'))
            redis.call('ZREM', KEYS[2], member)
          end
        end
        redis.call('HSET', KEYS[1], 'fe', ARGV[1], 'fn', ARGV[2])
        if #told > 0 then redis.call('PUBLISH', ARGV[6], table.concat(told, ',')) end
        return 1
        """);

    /// <summary>Takes keys away, and tells that all that was kept is worthless. <c>KEYS</c>: state, then what goes. Arguments: fence (2), channel. Answers 0 when fenced.</summary>
    public static Script Drop { get; } = new(Older + """
        local s = redis.call('HMGET', KEYS[1], 'fe', 'fn')
        if older(ARGV[1], ARGV[2], s[1] or 0, s[2] or 0) then return 0 end
        for i = 2, #KEYS do redis.call('UNLINK', KEYS[i]) end
        redis.call('PUBLISH', ARGV[3], '*')
        return 1
        """);

    /// <summary>Notes up to where the log is applied, unless another leader came. Arguments: epoch of the leader, point.</summary>
    public static Script Reached { get; } = new("""
        if redis.call('HGET', KEYS[1], 'fe') ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'a', ARGV[2])
        return 1
        """);

    /// <summary>Keeps an answer, if nothing that it depends on has changed since the source was asked. <c>KEYS</c>: state, entry, index, lock. Arguments: epoch, value,
    /// milliseconds, member of the index or empty, seq, owner of the lock or empty; then bucket and generation in turn. Answers 1 when it was kept.</summary>
    public static Script Fill { get; } = new("""
        if ARGV[6] ~= '' and redis.call('GET', KEYS[4]) == ARGV[6] then redis.call('UNLINK', KEYS[4]) end
        if redis.call('HGET', KEYS[1], 'e') ~= ARGV[1] then return 0 end
        for i = 7, #ARGV, 2 do
          if (redis.call('HGET', KEYS[1], 'g' .. ARGV[i]) or '0') ~= ARGV[i + 1] then return 0 end
        end
        redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
        if ARGV[4] ~= '' then redis.call('ZADD', KEYS[3], ARGV[5], ARGV[4]) end
        return 1
        """);

    /// <summary>Gives a turn back. <c>KEYS</c>: lock. Arguments: its owner.</summary>
    public static Script Unlock { get; } = new("""
        if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('UNLINK', KEYS[1]) end
        return 0
        """);

    /// <summary>Takes a member out of the index whose entity is kept no more. <c>KEYS</c>: state, index, entity. Arguments: member.</summary>
    public static Script Forget { get; } = new("""
        if redis.call('EXISTS', KEYS[3]) == 1 then return 0 end
        return redis.call('ZREM', KEYS[2], ARGV[1])
        """);
}
