namespace Netra.Agents.Tests.Conventions;

public sealed class CodeTextTests
{
    [Theory]
    [InlineData("a // b", "a")]
    [InlineData("a /* b */ c", "a c")]
    [InlineData("#pragma warning disable X\na;", "\na;")]
    [InlineData("a = \"b \\\" c\"; d", "a = ; d")]
    [InlineData("a = @\"b \"\" c\"; d", "a = ; d")]
    [InlineData("a = \"\"\"b \" c\"\"\"; d", "a = ; d")]
    [InlineData("a = '\"'; b", "a = ; b")]
    [InlineData("a = '\\''; b", "a = ; b")]
    [InlineData("a = $\"b {c} d\"; e", "a = c ; e")]
    [InlineData("a = $\"{{b}}\"; e", "a = ; e")]
    [InlineData("a = $\"{b:00 c}\"; e", "a = b ; e")]
    [InlineData("a = $\"{b[\"c}\"]}\"; e", "a = b[ ] ; e")]
    [InlineData("a = $$\"\"\"{b} {{c}}\"\"\"; e", "a = c ; e")]
    [InlineData("@event", "@event")]
    public void Of_Source_KeepsOnlyCodeWhereItWas(string source, string code)
    {
        var found = CodeText.Of(source);

        Assert.Equal(code, string.Join(' ', found.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(source.Length, found.Length);
    }

    [Fact]
    public void LineAt_BelowALongComment_CountsItsLines() => Assert.Equal(2, new SourceFile("A/B.cs", "/* one\n*/ two").LineAt(10));
}
