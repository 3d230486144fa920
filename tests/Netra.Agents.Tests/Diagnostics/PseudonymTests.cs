using System.Text;
using Netra.Agents.Diagnostics;

namespace Netra.Agents.Tests.Diagnostics;

public sealed class PseudonymTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("0123456789abcdef");

    [Fact]
    public void Of_OneOwner_IsTheSameWithTheSameKey() =>
        Assert.Equal(new OwnerPseudonym(Key).Of(Owner("user", "tenant")), new OwnerPseudonym([.. Key]).Of(Owner("user", "tenant")));

    [Fact]
    public void Of_OneOwnerWithAnotherKey_Differs() =>
        Assert.NotEqual(new OwnerPseudonym(Key).Of(Owner("user")), new OwnerPseudonym(Encoding.ASCII.GetBytes("0123456789abcdeg")).Of(Owner("user")));

    [Fact]
    public void Of_OwnersThatLookAlike_Differs()
    {
        var owners = new[]
        {
            Owner("b:c", "a"), Owner("c", "a:b"), Owner("a:b:c"), Owner("bc", "a"), Owner("c", "ab"), Owner("abc"), Owner("a"), Owner("A"), Owner("a "), Owner("a", "a"), Owner("aa"),
            Owner("\u00e9"), Owner("e\u0301"), Owner("a\u200b"),
        };

        Assert.Equal(owners.Length, owners.Select(new OwnerPseudonym(Key).Of).Distinct().Count());
    }

    [Fact]
    public void Of_ManyOwners_AreShortAndShowNothing()
    {
        var pseudonym = new OwnerPseudonym(Key);
        var all = Enumerable.Range(0, 10_000).Select(i => pseudonym.Of(Owner($"user{i}", "tenant"))).ToList();

        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(all, hash => Assert.Matches("^[0-9a-f]{12}$", hash));
    }

    [Fact]
    public void Of_AtOnceFromManyThreads_IsAsFromOne()
    {
        var pseudonym = new OwnerPseudonym(Key);
        var expected = pseudonym.Of(Owner("user"));

        Assert.All(Enumerable.Range(0, 1_000).AsParallel().Select(_ => pseudonym.Of(Owner("user"))).ToList(), hash => Assert.Equal(expected, hash));
    }

    private static Owner Owner(string user, string? tenant = null) => tenant is null ? new Owner(new UserId(user)) : new Owner(new TenantId(tenant), new UserId(user));
}
