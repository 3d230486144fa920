using System.Buffers;
using System.Globalization;

namespace SupportDesk.Tools;

/// <summary>
/// Evaluates sums of numbers with + - * / and parentheses, in decimal, so that cents stay cents, and rounds to two places,
/// a half to the even digit. It parses; nothing of the text is ever run.
/// </summary>
public static class Arithmetic
{
    private const int MaxLength = 1_000;
    private const int MaxDepth = 100;
    private const string Malformed = "invalid syntax";
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789+-*/(). ");
    private static readonly SearchValues<char> NumberParts = SearchValues.Create("0123456789.");

    /// <summary>The value with at least one decimal place, or a line that begins with <c>Error:</c>.</summary>
    public static string Answer(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (expression.Length > MaxLength)
            return $"Error: the expression is longer than {MaxLength} characters";
        if (expression.AsSpan().ContainsAnyExcept(Allowed))
            return "Error: invalid characters in expression";
        try
        {
            var rest = expression.AsSpan();
            var value = Sum(ref rest, 0);
            if (!rest.IsEmpty)
                throw new FormatException(Malformed);
            return Math.Round(value, 2, MidpointRounding.ToEven).ToString("0.0#", CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is FormatException or DivideByZeroException or OverflowException)
        {
            return fault switch
            {
                DivideByZeroException => "Error: division by zero",
                OverflowException => "Error: the numbers are too large",
                _ => $"Error: {fault.Message}",
            };
        }
    }

    private static decimal Sum(ref ReadOnlySpan<char> rest, int depth)
    {
        var value = Product(ref rest, depth);
        while (true)
        {
            if (Take(ref rest, '+'))
                value += Product(ref rest, depth);
            else if (Take(ref rest, '-'))
                value -= Product(ref rest, depth);
            else
                return value;
        }
    }

    private static decimal Product(ref ReadOnlySpan<char> rest, int depth)
    {
        var value = Factor(ref rest, depth);
        while (true)
        {
            if (Take(ref rest, '*'))
                value *= Factor(ref rest, depth);
            else if (Take(ref rest, '/'))
                value /= Factor(ref rest, depth);
            else
                return value;
        }
    }

    private static decimal Factor(ref ReadOnlySpan<char> rest, int depth)
    {
        if (depth > MaxDepth)
            throw new FormatException($"more than {MaxDepth} nested parentheses or signs");
        if (Take(ref rest, '-'))
            return -Factor(ref rest, depth + 1);
        if (Take(ref rest, '+'))
            return Factor(ref rest, depth + 1);
        if (!Take(ref rest, '('))
            return Number(ref rest);
        var value = Sum(ref rest, depth + 1);
        return Take(ref rest, ')') ? value : throw new FormatException(Malformed);
    }

    private static decimal Number(ref ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAnyExcept(NumberParts);
        var digits = length < 0 ? rest : rest[..length];
        if (!digits.ContainsAnyInRange('0', '9') || digits.Count('.') > 1)
            throw new FormatException(Malformed);
        rest = rest[digits.Length..].TrimStart(' ');
        return decimal.Parse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    private static bool Take(ref ReadOnlySpan<char> rest, char symbol)
    {
        rest = rest.TrimStart(' ');
        if (rest.IsEmpty || rest[0] != symbol)
            return false;
        rest = rest[1..].TrimStart(' ');
        return true;
    }
}
