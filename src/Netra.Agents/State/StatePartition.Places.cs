namespace Netra.Agents.State;

/// <summary>Where the entries of an owner are, and how much they are.</summary>
internal sealed partial class StatePartition
{
    private StateBucket? Find(in StateKey key)
    {
        if (_last is { } last && last.Is(key))
        {
            return last;
        }

        return _buckets.TryGetValue((key.Scope, key.ScopeId), out var bucket) ? _last = bucket : null;
    }

    private void PutNeedsLock(in StateKey key, in StateSlot before, in StateSlot slot)
    {
        var bucket = Find(key);
        if (bucket is null)
        {
            _last = bucket = new StateBucket(key.Scope, key.ScopeId);
            _buckets.Add((key.Scope, key.ScopeId), bucket);
        }

        bucket.Put(key.Name, slot);
        _entries += before.Version == 0 ? 1 : 0;
        Account(bucket, SizeOf(key, slot) - SizeOf(key, before), (slot.Expires ? 1 : 0) - (before.Expires ? 1 : 0));
    }

    private void RemoveNeedsLock(in StateKey key, in StateSlot before)
    {
        var bucket = Find(key)!;
        bucket.Remove(key.Name);
        _entries--;
        Account(bucket, -SizeOf(key, before), before.Expires ? -1 : 0);
        if (bucket.Count == 0)
        {
            _buckets.Remove((bucket.Scope, bucket.ScopeId));
            _last = null;
        }
    }

    private void Detach(StateBucket bucket)
    {
        _buckets.Remove((bucket.Scope, bucket.ScopeId));
        _last = null;
        _size -= bucket.Size;
        _entries -= bucket.Count;
        _expiring -= bucket.Expiring;
    }

    private void Attach(StateBucket bucket)
    {
        _buckets.Add((bucket.Scope, bucket.ScopeId), bucket);
        _size += bucket.Size;
        _entries += bucket.Count;
        _expiring += bucket.Expiring;
    }

    private void Account(StateBucket bucket, long size, int expiring)
    {
        bucket.Size += size;
        bucket.Expiring += expiring;
        _size += size;
        _expiring += expiring;
    }

    private static int Overhead(in StateKey key) => key.Name.Length + key.ScopeId.Length;

    private static long SizeOf(in StateKey key, in StateSlot slot) => slot.Version == 0 ? 0 : slot.Value.Size + Overhead(key);
}
