using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Netra.Agents.LoadTests;

/// <summary>The mark that every text of a run carries, made from its owner and its run, with the number of the token behind it.</summary>
internal sealed class Canary
{
    private const int MarkLength = 10;
    private const int PieceLength = MarkLength + 5;

    private Canary(string mark) => Mark = mark;

    internal string Mark { get; }

    internal static Canary Of(UserExecutionContext context)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{context.UserId}/{context.RunId}"));
        return new Canary(Convert.ToHexStringLower(hash)[..MarkLength]);
    }

    internal string Text(int token) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{token:x4} ");

    /// <summary>How many tokens a text is made of; 0 when any piece of it isn't this run's next token.</summary>
    /// <param name="text">One token's text, or that of several that were merged.</param>
    /// <param name="first">The number of the first one.</param>
    internal int Count(ReadOnlySpan<char> text, out int first)
    {
        first = 0;
        var count = text.Length / PieceLength;
        if (count == 0 || text.Length % PieceLength != 0)
        {
            return 0;
        }

        for (var i = 0; i < count; i++)
        {
            var piece = text.Slice(i * PieceLength, PieceLength);
            if (!piece.StartsWith(Mark, StringComparison.Ordinal) || !int.TryParse(piece[MarkLength..^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var token))
            {
                return 0;
            }

            first = i == 0 ? token : first;
            if (token != first + i)
            {
                return 0;
            }
        }

        return count;
    }
}
