using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>What a tool is called, takes, needs and does. Immutable; checked in full when the registrations are.</summary>
public sealed record ToolDefinition
{
    /// <summary>Names a tool.</summary>
    /// <param name="name">1 to 256 characters, unique among the tools.</param>
    /// <param name="description">What it does, for a model and for people.</param>
    /// <param name="inputSchema">A JSON Schema of type object for the arguments; no arguments when null.</param>
    /// <exception cref="ArgumentException">The name breaks the rule for ids.</exception>
    public ToolDefinition(string name, string description, ContextValue? inputSchema = null)
    {
        Name = IdText.Check(name, nameof(name));
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        InputSchema = inputSchema ?? ContextValue.Map(("type", "object"), ("properties", ContextValue.Map()));
    }

    /// <summary>The name by which it is called.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public string Description { get; }

    /// <summary>The JSON Schema of its arguments. Members that it doesn't name are refused unless it allows them.</summary>
    public ContextValue InputSchema { get; }

    /// <summary>The permission that a context must grant. Without one, only an <see cref="IToolAuthorizer"/> can permit the tool.</summary>
    /// <value>Null by default.</value>
    public string? RequiredPermission { get; init; }

    /// <summary>What running it again would mean.</summary>
    /// <value><see cref="ToolEffect.AtMostOnce"/> by default.</value>
    public ToolEffect Effect { get; init; }

    /// <summary>How long a call may take; null for the timeout in the options.</summary>
    /// <value>Null by default.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What a call costs, in whatever currency the host counts: it is taken from the budgets when the tool is called, whatever comes of it.</summary>
    /// <value>0 by default.</value>
    public decimal Price { get; init; }

    /// <summary>Who must say yes to each call; nobody when null.</summary>
    /// <value>Null by default.</value>
    public ToolApprovalPolicy? Approval { get; init; }
}
