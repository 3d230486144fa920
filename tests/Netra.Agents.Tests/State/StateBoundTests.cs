using Netra.Agents.State;
using static Netra.Agents.Tests.State.StateSamples;

namespace Netra.Agents.Tests.State;

public sealed class StateBoundTests
{
    private static readonly ContextValue Large = new string('a', 1_000_000);

    private static readonly InMemoryStateLimits Limits = new();

    private readonly IStateStore _store = new InMemoryStateStore();
    private readonly UserExecutionContext _alice = Context("alice");
    private readonly UserExecutionContext _bob = Context("bob");

    [Fact]
    public async Task Write_OwnerHasAllItsEntries_IsRefusedAndAnotherOwnerIsNotTouched()
    {
        for (var i = 0; i < Limits.EntriesPerOwner; i++)
        {
            await _store.WriteAsync(Key(_alice, $"{i}"), i);
        }

        var full = await _store.WriteAsync(Key(_alice, "one more"), 1);

        AssertFault(StateFaultCode.Full, full);
        Assert.Contains("10,000 entries", full.Fault!.Message, StringComparison.Ordinal);
        Assert.Null(await _store.GetAsync(Key(_alice, "one more")));
        Assert.True((await _store.WriteAsync(Key(_alice, "0"), "in place of another")).Succeeded);
        Assert.True((await _store.WriteAsync(Key(_bob, "one more"), 1)).Succeeded);
        await _store.WriteAsync(Key(_alice, "1"), null);
        Assert.True((await _store.WriteAsync(Key(_alice, "one more"), 1)).Succeeded);
    }

    [Fact]
    public async Task Write_OwnerHasAllItsSize_IsRefusedWithWhatWasThereKept()
    {
        var count = await FillAsync();

        Assert.InRange(count, 8, Limits.SizePerOwner / Large.Size);
        AssertFault(StateFaultCode.Full, await _store.WriteAsync(Key(_alice, "one more"), Large));
        Assert.Null(await _store.GetAsync(Key(_alice, "one more")));
        Assert.Equal(count, (await _store.ListAsync(Prefix(_alice, ""))).Count);
        Assert.True((await _store.WriteAsync(Key(_bob), Large)).Succeeded);
    }

    [Fact]
    public async Task Write_InPlaceOfALargeValue_CountsTheDifferenceOnly()
    {
        await FillAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.True((await _store.WriteAsync(Key(_alice, "0"), Large)).Succeeded);
        }

        AssertFault(StateFaultCode.Full, await _store.WriteAsync(Key(_alice, "0"), new string('a', 3_000_000)));
        Assert.Equal(Large, (await _store.GetAsync(Key(_alice, "0")))!.Value);
    }

    [Fact]
    public async Task Delete_LargeValues_GivesTheirSizeBack()
    {
        for (var round = 0; round < 3; round++)
        {
            var count = await FillAsync();
            for (var i = 0; i < count; i++)
            {
                await _store.WriteAsync(Key(_alice, $"{i}"), null);
            }
        }

        Assert.True(await FillAsync() >= 8);
    }

    [Fact]
    public async Task Write_FullUnderAClaim_LeavesTheClaimUsable()
    {
        await FillAsync();
        var claim = Claim(_alice);

        AssertFault(StateFaultCode.Full, await _store.WriteAsync(Key(_alice, "one more"), Large, claim: claim));

        Assert.False(Monitor.IsEntered(claim.Run));
        Assert.True((await _store.WriteAsync(Key(_alice, "0"), "small", claim: claim)).Succeeded);
    }

    [Fact]
    public async Task Write_MoreOwnersThanAreKept_IsRefusedAndThoseThereKeepTheirs()
    {
        await _store.WriteAsync(Key(_alice), "hers");
        for (var i = 1; i < Limits.Owners; i++)
        {
            await _store.WriteAsync(Key(Context($"user{i}")), i);
        }

        AssertFault(StateFaultCode.Full, await _store.WriteAsync(Key(_bob), "his"));

        Assert.Null(await _store.GetAsync(Key(_bob)));
        Assert.True((await _store.WriteAsync(Key(_alice, "more"), "hers")).Succeeded);
    }

    private async Task<int> FillAsync()
    {
        for (var i = 0; ; i++)
        {
            if (!(await _store.WriteAsync(Key(_alice, $"{i}"), Large)).Succeeded)
            {
                return i;
            }
        }
    }
}
