using System.Diagnostics.CodeAnalysis;

namespace Netra.Agents;

/// <summary>A tool, or the rest of the pipeline before it.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "The name that the field uses for the next link, as in RequestDelegate.")]
public delegate ValueTask<ContextValue> ToolDelegate(ToolInvocation invocation, CancellationToken cancellationToken);
