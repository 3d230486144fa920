namespace Netra.Agents;

/// <summary>Says what a tool that is registered as a delegate needs and does.</summary>
public sealed class ToolBuilder
{
    internal ToolBuilder() { }

    internal string? Permission { get; private set; }
    internal ToolEffect Effect { get; private set; }
    internal TimeSpan? Timeout { get; private set; }
    internal ToolApprovalPolicy? Approval { get; private set; }
    internal decimal Price { get; private set; }
    internal ContextValue? Schema { get; private set; }

    /// <summary>A context must grant this permission.</summary>
    public ToolBuilder RequirePermission(string permission)
    {
        Permission = permission;
        return this;
    }

    /// <summary>What running it again would mean; <see cref="ToolEffect.AtMostOnce"/> if nothing is said.</summary>
    public ToolBuilder WithEffect(ToolEffect effect)
    {
        Effect = effect;
        return this;
    }

    /// <summary>How long a call may take.</summary>
    public ToolBuilder WithTimeout(TimeSpan timeout)
    {
        Timeout = timeout;
        return this;
    }

    /// <summary>What a call costs, in whatever currency the host counts; nothing if nothing is said.</summary>
    public ToolBuilder WithPrice(decimal price)
    {
        Price = price;
        return this;
    }

    /// <summary>The JSON Schema of the arguments, in place of the one made from the delegate's parameters.</summary>
    public ToolBuilder WithSchema(ContextValue inputSchema)
    {
        Schema = inputSchema;
        return this;
    }

    /// <summary>A person must say yes to each call: the owner of the run, or the approver if one is named.</summary>
    public ToolBuilder RequireApproval(TimeSpan expiresAfter, Owner? approver = null)
    {
        Approval = new ToolApprovalPolicy(expiresAfter, approver);
        return this;
    }
}
