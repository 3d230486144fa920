using System.Security.Claims;

namespace Netra.Agents.AspNetCore.Tests;

public sealed class ClaimsOwnerTests
{
    [Fact]
    public void Of_SameSubjectOfTwoIssuers_TwoOwners() => Assert.NotEqual(Of(User(("sub", "42", "https://a.example"))), Of(User(("sub", "42", "https://b.example"))));

    [Theory]
    [InlineData("a|b", "c", "a", "b|c")]
    [InlineData("a%7Cb", "c", "a|b", "c")]
    [InlineData("a", "b", "a", "B")]
    public void Of_PairsThatJoinAlike_TwoOwners(string issuer, string subject, string otherIssuer, string otherSubject) =>
        Assert.NotEqual(Of(User(("sub", subject, issuer))), Of(User(("sub", otherSubject, otherIssuer))));

    [Fact]
    public void Of_LongSubjectsThatDifferAtTheEnd_TwoOwners()
    {
        var (one, other) = (Of(User(("sub", new string('x', 500) + "1", "i"))), Of(User(("sub", new string('x', 500) + "2", "i"))));
        Assert.NotNull(one);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Of_SubjectThatIsNoId_StillOneOwner() => Assert.Equal(Of(User(("sub", "a\nb", "i"))), Of(User(("sub", "a\nb", "i"))));

    [Fact]
    public void Of_SubjectNamedAsAHash_NotTheHashed()
    {
        var hashed = Of(User(("sub", "a\nb", "i")))!.Value.UserId.Value;
        Assert.NotEqual(hashed, Of(User(("sub", hashed, "")))!.Value.UserId.Value);
    }

    [Fact]
    public void Of_TwoSubjects_Nobody() => Assert.Null(Of(User(("sub", "1", "i"), ("sub", "2", "i"))));

    [Fact]
    public void Of_SubjectUnderTwoNames_OneOwner() => Assert.NotNull(Of(User(("sub", "1", "i"), (ClaimTypes.NameIdentifier, "1", "i"))));

    [Fact]
    public void Of_AnIdentityThatIsNotAuthenticated_Nobody() => Assert.Null(Of(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "1")]))));

    [Fact]
    public void Of_AnUnauthenticatedIdentityBesideAnother_NotHeard()
    {
        var user = User(("sub", "1", "i"));
        user.AddIdentity(new ClaimsIdentity([new Claim("sub", "2", null, "i")]));
        Assert.Equal(Of(User(("sub", "1", "i"))), Of(user));
    }

    [Fact]
    public void Of_WithATenantClaim_TheTenantIsPartOfTheOwner()
    {
        var (one, other) = (Of(User(("sub", "1", "i"), ("org", "x", "i")), "org"), Of(User(("sub", "1", "i"), ("org", "y", "i")), "org"));
        Assert.NotNull(one);
        Assert.NotEqual(one, other);
        Assert.Null(Of(User(("sub", "1", "i")), "org"));
    }

    private static Owner? Of(ClaimsPrincipal user, string? tenantClaim = null) => ClaimsOwner.Of(user, tenantClaim);

    private static ClaimsPrincipal User(params (string Type, string Value, string Issuer)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value, null, claim.Issuer)), "test"));
}
