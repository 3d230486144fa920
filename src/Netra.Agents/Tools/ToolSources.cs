using System.Runtime.CompilerServices;
using Netra.Agents.Contexts;
using Netra.Agents.Diagnostics;

namespace Netra.Agents.Tools;

/// <summary>The sources of a host, in the order of their registration. Their tools are compiled once an instance, and forgotten with it.</summary>
internal sealed class ToolSources(IToolSource[] sources, Func<ITool, string, ToolRegistration> compile, AgentDiagnostics diagnostics)
{
    private readonly ConditionalWeakTable<ITool, ToolRegistration> _compiled = [];

    internal bool IsEmpty => sources.Length == 0;

    /// <summary>The tool; or null, with why when there is one that can't be used.</summary>
    internal async ValueTask<(ToolRegistration? Tool, AgentError? Fault)> FindAsync(string name, UserExecutionContext context, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            try
            {
                if (await source.FindAsync(name, context, cancellationToken) is { } tool)
                {
                    return tool.Definition.Name == name
                        ? (Compiled(source, tool), null)
                        : Unavailable($"source '{source.Name}' gave the tool '{IdText.Shown(tool.Definition.Name)}' for it.");
                }
            }
            catch (ToolException e)
            {
                return (null, new AgentError(e.Code, $"Tool '{IdText.Shown(name)}' can't be called: {e.Message}"));
            }
            catch (FormatException e)
            {
                return Unavailable(e.Message);
            }
            catch (Exception e)
            {
                diagnostics.ToolSourceFailed(source.Name, e);
                return Unavailable($"source '{source.Name}' failed ({e.GetType().Name}).");
            }
        }

        return default;

        (ToolRegistration?, AgentError?) Unavailable(string why) =>
            (null, new AgentError(AgentErrorCodes.ToolUnavailable, $"Tool '{IdText.Shown(name)}' can't be called: {why}"));
    }

    /// <summary>Adds the definitions that these sources have for a context. A source that fails is left out, and logged.</summary>
    internal async ValueTask AddToAsync(List<ToolDefinition> definitions, UserExecutionContext context, CancellationToken cancellationToken)
    {
        var known = definitions.Select(definition => definition.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            try
            {
                foreach (var tool in await source.ListAsync(context, cancellationToken))
                {
                    if (IsUsable(source, tool) && ToolRegistry.IsGranted(tool.Definition, context) && known.Add(tool.Definition.Name))
                    {
                        definitions.Add(tool.Definition);
                    }
                }
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                diagnostics.ToolSourceFailed(source.Name, e);
            }
        }
    }

    private bool IsUsable(IToolSource source, ITool tool)
    {
        try
        {
            return Compiled(source, tool) is not null;
        }
        catch (FormatException e)
        {
            diagnostics.ToolSourceFailed(source.Name, e);
            return false;
        }
    }

    private ToolRegistration Compiled(IToolSource source, ITool tool) =>
        _compiled.TryGetValue(tool, out var compiled) ? compiled : _compiled.GetValue(tool, made => compile(made, source.Name));
}
