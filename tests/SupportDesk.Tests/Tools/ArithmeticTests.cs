using SupportDesk.Tools;

namespace SupportDesk.Tests.Tools;

public sealed class ArithmeticTests
{
    [Theory]
    [InlineData("164.28", "164.28")]
    [InlineData("155.33 - 147.05 + 268.77 - 235.13", "41.92")]
    [InlineData("135.24 - 153.23", "-17.99")]
    [InlineData("2 + 3 * 4", "14.0")]
    [InlineData("(2 + 3) * 4", "20.0")]
    [InlineData("10 - 4 - 3", "3.0")]
    [InlineData("100 / 4 / 5", "5.0")]
    [InlineData("1 / 3", "0.33")]
    [InlineData("-5 + 2", "-3.0")]
    [InlineData("--5", "5.0")]
    [InlineData("2 * -3", "-6.0")]
    [InlineData("+4", "4.0")]
    [InlineData("-(2 + 3)", "-5.0")]
    [InlineData("0 * -1", "0.0")]
    [InlineData("  1+1  ", "2.0")]
    [InlineData("( 1 )", "1.0")]
    [InlineData(".5 + 1.", "1.5")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("0.125", "0.12")]
    [InlineData("0.135", "0.14")]
    [InlineData("0.001", "0.0")]
    [InlineData("1000000 * 1000000", "1000000000000.0")]
    public void Answer_Expression_IsItsValueRoundedToTwoPlaces(string expression, string expected) =>
        Assert.Equal(expected, Arithmetic.Answer(expression));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("()")]
    [InlineData("2 +")]
    [InlineData("* 2")]
    [InlineData("2 3")]
    [InlineData("(2")]
    [InlineData("2)")]
    [InlineData("2 ** 3")]
    [InlineData("7 // 2")]
    [InlineData("1.2.3")]
    [InlineData(".")]
    [InlineData("2(3)")]
    public void Answer_MalformedExpression_SaysInvalidSyntax(string expression) =>
        Assert.Equal("Error: invalid syntax", Arithmetic.Answer(expression));

    [Theory]
    [InlineData("2 ^ 3")]
    [InlineData("__import__('os')")]
    [InlineData("1e5")]
    [InlineData("2\t+ 2")]
    [InlineData("\u0662 + 2")]
    public void Answer_OtherCharacters_AreRefused(string expression) =>
        Assert.Equal("Error: invalid characters in expression", Arithmetic.Answer(expression));

    [Theory]
    [InlineData("1 / 0")]
    [InlineData("1 / (2 - 2)")]
    public void Answer_DivisionByZero_SaysSo(string expression) => Assert.Equal("Error: division by zero", Arithmetic.Answer(expression));

    [Theory]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("9999999999999999 * 9999999999999999")]
    public void Answer_TooLargeNumbers_AreRefused(string expression) =>
        Assert.Equal("Error: the numbers are too large", Arithmetic.Answer(expression));

    [Fact]
    public void Answer_DeepNesting_IsRefusedBeforeTheStackEnds()
    {
        Assert.Equal("1.0", Arithmetic.Answer(new string('(', 100) + "1" + new string(')', 100)));
        Assert.StartsWith("Error:", Arithmetic.Answer(new string('(', 400) + "1" + new string(')', 400)), StringComparison.Ordinal);
        Assert.StartsWith("Error:", Arithmetic.Answer(new string('-', 900) + "1"), StringComparison.Ordinal);
        Assert.StartsWith("Error:", Arithmetic.Answer(new string('(', 1_000_000)), StringComparison.Ordinal);
    }
}
