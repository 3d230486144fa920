using System.Collections.Frozen;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>The options of the endpoint, checked and copied.</summary>
internal sealed class McpExportSettings
{
    /// <exception cref="ArgumentException">An option is missing or out of range; the message says which.</exception>
    internal McpExportSettings(McpExportOptions options)
    {
        Caller = options.Caller ?? throw new ArgumentException("McpExportOptions.Caller is missing: an endpoint that doesn't know who calls is not opened.", nameof(options));
        ArgumentException.ThrowIfNullOrEmpty(options.AgentName);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSessions, 1);
        (AgentName, MaxSessions) = (options.AgentName, options.MaxSessions);
        Tools = options.ToolNames.ToFrozenSet(StringComparer.Ordinal);
        var names = options.ToolNames.Concat(options.AgentEntries.Select(agent => agent.Name)).ToArray();
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"'{twice.Key}' is exported twice; a name stands for one tool or agent.", nameof(options));
        }

        if (names.FirstOrDefault(name => name is null || UntrustedText.NameFault(name) is not null) is { } bad)
        {
            throw new ArgumentException($"The name '{UntrustedText.Shown(bad)}' {UntrustedText.NameFault(bad)}", nameof(options));
        }

        Agents = options.AgentEntries.ToFrozenDictionary(agent => agent.Name, StringComparer.Ordinal);
        AgentsInOrder = [.. options.AgentEntries];
    }

    internal Func<MessageContext, CancellationToken, ValueTask<McpCaller?>> Caller { get; }
    internal string AgentName { get; }
    internal int MaxSessions { get; }
    internal FrozenSet<string> Tools { get; }
    internal FrozenDictionary<string, McpExportedAgent> Agents { get; }
    internal IReadOnlyList<McpExportedAgent> AgentsInOrder { get; }
}
