using Netra.Agents.Contexts;

namespace Netra.Agents.Tests.Contexts;

public sealed class HostIdTests
{
    /// <summary>The four ids whose text a host gives: one rule for all of them.</summary>
    public static TheoryData<string> Kinds => new(nameof(UserId), nameof(TenantId), nameof(ThreadId), nameof(ConnectionId));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_OneAndTwoHundredFiftySixCharacters_AreKept(string kind)
    {
        foreach (var text in new[] { "a", new string('é', 256), "a b", "../../etc", "a:b|c", "👩‍👩‍👧" })
        {
            Assert.Equal(text, Create(kind, text).ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_BrokenRule_SaysWhichIdAndHow(string kind)
    {
        foreach (var (text, fault) in new[]
        {
            ("", "must have 1 to 256 characters; it has 0."),
            (new string('a', 257), "must have 1 to 256 characters; it has 257."),
            ("ab\n", "must have no control characters; 'ab\\u000A' has U+000A at index 2."),
            ("\0", "must have no control characters; '\\u0000' has U+0000 at index 0."),
            ("a\u007F", "must have no control characters; 'a\\u007F' has U+007F at index 1."),
            ("a\u0085", "must have no control characters; 'a\\u0085' has U+0085 at index 1."),
            ("a\uD800b", "must have no lone surrogates; 'a\\uD800b' has U+D800 at index 1."),
            ("\uDC00\uD800", "must have no lone surrogates; '\\uDC00\\uD800' has U+DC00 at index 0."),
            ("a\uD83D", "must have no lone surrogates; 'a\\uD83D' has U+D83D at index 1."),
        })
        {
            Assert.Equal($"{kind} {fault} (Parameter '{kind}')", Assert.Throws<ArgumentException>(() => Create(kind, text)).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_Null_IsRefusedByName(string kind) => Assert.Equal(kind, Assert.Throws<ArgumentNullException>(() => Create(kind, null!)).ParamName);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Equals_TextsThatLookAlike_AreDifferent(string kind)
    {
        foreach (var (one, other) in new[]
        {
            ("é", "e\u0301"), ("ab", "a\u200Bb"), ("ab", "a\uFEFFb"), ("Alice", "alice"), ("a", "а"), ("a", "a "), ("ß", "ss"), ("1", "１"), ("İ", "i"),
        })
        {
            Assert.NotEqual(Create(kind, one), Create(kind, other));
        }

        Assert.Equal(Create(kind, "é"), Create(kind, new string('é', 1)));
        Assert.Equal(Create(kind, "é").GetHashCode(), Create(kind, new string('é', 1)).GetHashCode());
    }

    [Fact]
    public void Value_OfDefault_IsRefused()
    {
        Assert.Equal("A default UserId names nothing; make one with new UserId(text).", Assert.Throws<InvalidOperationException>(() => default(UserId).Value).Message);
        Assert.Equal("A default ThreadId names nothing; make one with new ThreadId(text).", Assert.Throws<InvalidOperationException>(() => default(ThreadId).Value).Message);
        Assert.Equal("A default ConnectionId names nothing; make one with new ConnectionId(text).", Assert.Throws<InvalidOperationException>(() => default(ConnectionId).Value).Message);
        Assert.Equal("", default(UserId).ToString() + default(ThreadId) + default(ConnectionId) + default(TenantId));
    }

    [Fact]
    public void None_OfTenant_IsATenantOfItsOwn()
    {
        Assert.True(TenantId.None.IsNone);
        Assert.Null(TenantId.None.Value);
        Assert.False(new TenantId("none").IsNone);
        Assert.NotEqual(TenantId.None, new TenantId("none"));
    }

    [Fact]
    public void New_OfThread_IsFreshEachTime()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => ThreadId.New()).ToHashSet();

        Assert.Equal(1_000, ids.Count);
        Assert.All(ids, id => Assert.Equal(32, id.Value.Length));
    }

    [Fact]
    public void Shown_TextThatCouldForgeALine_IsEscapedAndCut()
    {
        Assert.Equal(@"a\u000Ab\u202Ec\u2028d\u200B", IdText.Shown("a\nb\u202Ec\u2028d\u200B"));
        Assert.Equal(new string('x', 64) + "…", IdText.Shown(new string('x', 65)));
        Assert.Equal(new string('x', 64), IdText.Shown(new string('x', 64)));
    }

    private static object Create(string kind, string text) => kind switch
    {
        nameof(UserId) => new UserId(text),
        nameof(TenantId) => new TenantId(text),
        nameof(ThreadId) => new ThreadId(text),
        _ => new ConnectionId(text),
    };
}
