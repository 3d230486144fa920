using System.Collections.Frozen;
using ModelContextProtocol.Client;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>The options of one server, checked and copied.</summary>
internal sealed class McpSettings
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly FrozenSet<string>? _allowed;
    private readonly Func<ToolDefinition, ToolDefinition?>[] _each;
    private readonly FrozenDictionary<string, Func<ToolDefinition, ToolDefinition>> _named;

    /// <exception cref="ArgumentException">The name or an option is out of range; the message says which.</exception>
    internal McpSettings(string server, Func<McpTransportContext, CancellationToken, ValueTask<IClientTransport>> transport, McpToolsOptions options)
    {
        (Server, Transport) = (Name(server, nameof(server)), transport);
        Prefix = options.Prefix ?? server + "_";
        if (Prefix.Length > 0)
        {
            Name(Prefix, nameof(options.Prefix));
        }

        Permission = Name(options.Permission ?? "mcp." + server, nameof(options.Permission));
        (IsStateless, TrustHints, PropagateTrace, Meta) = (options.IsStateless, options.TrustHints, options.PropagateTrace, options.Meta);
        MaxConnections = Count(options.MaxConnections, nameof(options.MaxConnections));
        MaxTools = Count(options.MaxTools, nameof(options.MaxTools));
        MaxDescriptionLength = Count(options.MaxDescriptionLength, nameof(options.MaxDescriptionLength));
        MaxSchemaSize = Count(options.MaxSchemaSize, nameof(options.MaxSchemaSize));
        MaxResultSize = Count(options.MaxResultSize, nameof(options.MaxResultSize));
        IdleTimeout = Time(options.IdleTimeout, nameof(options.IdleTimeout));
        ConnectTimeout = Time(options.ConnectTimeout, nameof(options.ConnectTimeout));
        RetryDelay = Time(options.RetryDelay, nameof(options.RetryDelay));
        MaxRetryDelay = Time(options.MaxRetryDelay, nameof(options.MaxRetryDelay));
        RefreshAfter = Time(options.RefreshAfter, nameof(options.RefreshAfter));
        _allowed = options.Allowed?.ToFrozenSet(StringComparer.Ordinal);
        _each = [.. options.Each];
        _named = options.Named.ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal string Server { get; }
    internal Func<McpTransportContext, CancellationToken, ValueTask<IClientTransport>> Transport { get; }
    internal string Prefix { get; }
    internal string Permission { get; }
    internal bool IsStateless { get; }
    internal bool TrustHints { get; }
    internal bool PropagateTrace { get; }
    internal Func<ToolInvocation, ContextValue>? Meta { get; }
    internal int MaxConnections { get; }
    internal TimeSpan IdleTimeout { get; }
    internal TimeSpan ConnectTimeout { get; }
    internal TimeSpan RetryDelay { get; }
    internal TimeSpan MaxRetryDelay { get; }
    internal TimeSpan RefreshAfter { get; }
    internal int MaxTools { get; }
    internal int MaxDescriptionLength { get; }
    internal int MaxSchemaSize { get; }
    internal int MaxResultSize { get; }

    internal bool Takes(string tool) => _allowed?.Contains(tool) is not false;

    /// <summary>What the host makes of a tool; null when it leaves it out.</summary>
    internal ToolDefinition? Configured(string tool, ToolDefinition definition)
    {
        foreach (var configure in _each)
        {
            if (configure(definition) is not { } configured)
            {
                return null;
            }

            definition = configured;
        }

        return _named.TryGetValue(tool, out var named) ? named(definition) : definition;
    }

    /// <summary>How long nothing is tried after this many failures in a row.</summary>
    internal TimeSpan DelayAfter(int failures)
    {
        var delay = failures <= 0 ? TimeSpan.Zero : RetryDelay * Math.Pow(2, Math.Min(failures - 1, 20));
        return delay < MaxRetryDelay ? delay : MaxRetryDelay;
    }

    private static string Name(string? name, string what)
    {
        ArgumentNullException.ThrowIfNull(name, what);
        return UntrustedText.NameFault(name) is { } fault ? throw new ArgumentException($"{what} {fault}", what) : name;
    }

    private static int Count(int count, string what) => count >= 1 ? count : throw new ArgumentOutOfRangeException(what, count, $"{what} must be at least 1.");

    private static TimeSpan Time(TimeSpan time, string what) =>
        time > TimeSpan.Zero && time <= Longest ? time : throw new ArgumentOutOfRangeException(what, time, $"{what} must be more than zero and at most {Longest.TotalDays:0} days.");
}
