using Microsoft.Extensions.AI;

namespace Netra.Agents.AgentFramework;

/// <summary>Sums up what an agent says that it used. It is only what it says: nothing in it may break a sum.</summary>
internal sealed class AIAgentUsage
{
    internal const long MostTokens = 1_000_000_000_000;

    private long _input;
    private long _output;
    private long _total;

    internal bool IsKnown { get; private set; }

    /// <summary>Input and output, or what is given as their total where that is more.</summary>
    internal long Total => _total;

    internal TokenUsage? Tokens => IsKnown ? new TokenUsage(_input, _output) : null;

    internal void Add(UsageDetails? details)
    {
        if (details is null)
        {
            return;
        }

        IsKnown = true;
        var (input, output) = (Sane(details.InputTokenCount), Sane(details.OutputTokenCount));
        _input = Math.Min(_input + input, MostTokens);
        _output = Math.Min(_output + output, MostTokens);
        _total = Math.Min(_total + Math.Max(input + output, Sane(details.TotalTokenCount)), MostTokens);
    }

    private static long Sane(long? count) => Math.Clamp(count ?? 0, 0, MostTokens);
}
