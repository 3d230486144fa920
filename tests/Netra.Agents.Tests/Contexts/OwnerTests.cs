namespace Netra.Agents.Tests.Contexts;

public sealed class OwnerTests
{
    /// <summary>Pairs that any joining of texts could take for one.</summary>
    public static TheoryData<string?, string, string?, string> Confusable => new()
    {
        { "a", "b:c", "a:b", "c" },
        { "a", "b|c", "a|b", "c" },
        { "a", "b", null, "a:b" },
        { null, "a", "a", "a" },
        { null, "n|a", "n", "a" },
        { "t1:a", "b", "a", "b" },
        { "a", "é", "a", "e\u0301" },
        { "a", "b", "A", "b" },
        { "a", "b", "b", "a" },
        { "a\u200B", "b", "a", "\u200Bb" },
        { "None", "a", null, "a" },
    };

    [Theory]
    [MemberData(nameof(Confusable))]
    public void Equals_PartsThatJoinToTheSameText_AreDifferent(string? tenant, string user, string? otherTenant, string otherUser)
    {
        var (one, other) = (Make(tenant, user), Make(otherTenant, otherUser));

        Assert.NotEqual(one, other);
        Assert.NotEqual(one.ToString(), other.ToString());
        Assert.Equal(2, new HashSet<Owner> { one, other, Make(tenant, user) }.Count);
    }

    [Fact]
    public void Create_WithoutUser_IsRefused()
    {
        const string Message = "An owner needs a user; this UserId is a default value. (Parameter 'userId')";

        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => new Owner(default)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => new Owner(new TenantId("acme"), default)).Message);
    }

    [Fact]
    public void Create_WithoutTenant_BelongsToNoTenant() => Assert.Equal(new Owner(TenantId.None, new UserId("alice")), new Owner(new UserId("alice")));

    [Fact]
    public void ToString_OfDefault_SaysNone() => Assert.Equal("Owner(none)", default(Owner).ToString());

    [Fact]
    public void Check_OfDefault_IsNeverTakenForEverybody() => Assert.Equal(
        "The owner is missing: a default Owner names nobody and is never taken for everybody. (Parameter 'x')",
        Assert.Throws<ArgumentException>(() => default(Owner).Check("x")).Message);

    private static Owner Make(string? tenant, string user) => new(tenant is null ? TenantId.None : new TenantId(tenant), new UserId(user));
}
