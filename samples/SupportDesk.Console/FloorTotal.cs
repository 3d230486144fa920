using Netra.Agents;

namespace SupportDesk.Terminal;

/// <summary>What came of all visits.</summary>
internal sealed class FloorTotal
{
    private readonly Lock _gate = new();

    internal int Runs { get; private set; }
    internal int Failed { get; private set; }
    internal int Tries { get; private set; }
    internal int Refused { get; private set; }
    internal int Leaks { get; private set; }

    internal void Add(ConnectionResponse response, Request request, int leaks)
    {
        lock (_gate)
        {
            Runs++;
            Failed += response.Status == "agent_completed" ? 0 : 1;
            Leaks += leaks;
            if (request.TriesAnothersOrder)
            {
                Tries++;
                Refused += response.Output.Text.Contains("order not found", StringComparison.Ordinal) ? 1 : 0;
            }
        }
    }
}
