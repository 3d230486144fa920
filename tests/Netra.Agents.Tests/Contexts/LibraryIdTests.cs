using System.Globalization;

namespace Netra.Agents.Tests.Contexts;

public sealed class LibraryIdTests
{
    private const string Text = "0190a1b2c3d47e5f8091a2b3c4d5e6f7";

    public static TheoryData<string> Kinds => new(nameof(RunId), nameof(RequestId), nameof(ExecutionId), nameof(ApprovalId));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parse_WhatToStringWrote_GivesTheSameId(string kind)
    {
        var (parsed, value) = Parse(kind, Text);

        Assert.Equal(Text, parsed.ToString());
        Assert.Equal(Guid.Parse(Text, CultureInfo.InvariantCulture), value);
        Assert.Equal(parsed, Parse(kind, Text.ToUpperInvariant()).Id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parse_AnythingElse_IsRefusedWithTheText(string kind)
    {
        foreach (var (text, shown) in new (string?, string)[]
        {
            (null, ""), ("", ""), ("abc", "abc"), (Text[1..], Text[1..]), (Text + "0", Text + "0"), ("g" + Text[1..], "g" + Text[1..]), ($" {Text}", $" {Text}"), ($"{Text} ", $"{Text} "), (" " + Text[1..], " " + Text[1..]),
            ("0190a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7", "0190a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7"), (new string('0', 32), new string('0', 32)), ("a\nb", "a\\u000Ab"),
        })
        {
            Assert.Equal($"'{shown}' is no {kind}: it must be 32 hexadecimal digits, not all zero.", Assert.Throws<FormatException>(() => Parse(kind, text!)).Message);
        }
    }

    [Fact]
    public void TryParse_BadText_GivesFalseAndNoId()
    {
        Assert.False(RunId.TryParse("x", out var run) | RequestId.TryParse(null, out var request) | ExecutionId.TryParse("", out var execution) | ApprovalId.TryParse(new string('0', 32), out var approval));
        Assert.Equal((default, default, default, default), (run, request, execution, approval));
        Assert.True(RunId.TryParse(Text, out run));
        Assert.Equal(RunId.Parse(Text), run);
    }

    [Fact]
    public void New_ManyAtOnce_AreAllDifferent()
    {
        var ids = new RunId[20_000];
        Parallel.For(0, ids.Length, i => ids[i] = RunId.New());

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.NotEqual(Guid.Empty, id.Value));
    }

    private static (object Id, Guid Value) Parse(string kind, string text) => kind switch
    {
        nameof(RunId) => (RunId.Parse(text), RunId.Parse(text).Value),
        nameof(RequestId) => (RequestId.Parse(text), RequestId.Parse(text).Value),
        nameof(ExecutionId) => (ExecutionId.Parse(text), ExecutionId.Parse(text).Value),
        _ => (ApprovalId.Parse(text), ApprovalId.Parse(text).Value),
    };
}
