namespace Netra.Agents.Execution;

/// <summary>The time that the run takes, held slice by slice ahead of its use.</summary>
internal sealed partial class RunBudget
{
    private BudgetHold? _slice;
    private long _sliceFrom;
    private long _sliceUntil;
    private AgentError? _noMore;
    private bool _isAsking;
    private bool _isTimed;

    /// <summary>Runs an agent with its time counted.</summary>
    internal AgentDelegate Counted(AgentDelegate pipeline) => async (execution, cancellationToken) =>
    {
        if (await NextSliceAsync(run.UtcTicksNow) is { } error)
        {
            throw new BudgetException(error);
        }

        return await pipeline(execution, cancellationToken);
    };

    /// <summary>True when a budget limits how long the run may take.</summary>
    internal bool LimitsTime => runLimits.WallTime is not null || OwnerLimits.WallTime is not null;

    /// <summary>Why the run must end now; null while its time is held.</summary>
    /// <param name="now">The run's time.</param>
    /// <param name="ahead">How long before the end to ask for more, in ticks.</param>
    /// <param name="mustAsk">True when it is time to ask for more: then <see cref="Ask"/> must follow, with no lock held.</param>
    internal AgentError? Judge(long now, long ahead, out bool mustAsk)
    {
        mustAsk = false;
        lock (_gate)
        {
            if (!_isTimed || _open is null || now < _sliceUntil - ahead)
            {
                return null;
            }

            if (_noMore is not null)
            {
                return now >= _sliceUntil ? _noMore : null;
            }

            if (_isAsking)
            {
                return null;
            }

            mustAsk = _isAsking = true;
            return null;
        }
    }

    internal void Ask() => Start(AskAsync);

    private async Task AskAsync()
    {
        await NextSliceAsync(Volatile.Read(ref _sliceUntil));
        lock (_gate)
        {
            _isAsking = false;
        }
    }

    /// <summary>Holds the time from a moment on; why not, when there is none left.</summary>
    private async ValueTask<AgentError?> NextSliceAsync(long from)
    {
        var (hold, shortage, error) = await TryHoldAsync(new BudgetAmount { WallTime = budgets.WallTimeSlice }, CancellationToken.None);
        if (shortage is { Kind: BudgetKind.WallTime, Left: { WallTime.Ticks: > 0 } left })
        {
            (hold, shortage, error) = await TryHoldAsync(new BudgetAmount { WallTime = left.WallTime }, CancellationToken.None);
        }

        if (hold is null)
        {
            lock (_gate)
            {
                return _noMore = error ?? Exhausted(shortage!);
            }
        }

        BudgetHold? before = null;
        bool hasEnded;
        lock (_gate)
        {
            hasEnded = _open is null;
            if (!hasEnded)
            {
                before = _slice;
                (_slice, _sliceFrom, _sliceUntil, _isTimed) = (hold, from, from + hold.Amount.WallTime.Ticks, true);
            }
        }

        if (hasEnded)
        {
            await SettleQuietlyAsync(hold, default);
        }
        else if (before is not null)
        {
            await SettleQuietlyAsync(before, before.Amount);
        }

        return null;
    }

    private async ValueTask EndWallTimeAsync(long now)
    {
        BudgetHold? last;
        lock (_gate)
        {
            (last, _slice) = (_slice, null);
        }

        if (last is not null)
        {
            await SettleQuietlyAsync(last, new BudgetAmount { WallTime = TimeSpan.FromTicks(Math.Clamp(now - _sliceFrom, 0, last.Amount.WallTime.Ticks)) });
        }
    }
}
