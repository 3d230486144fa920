namespace Netra.Agents;

/// <summary>A method that is a tool. Its parameters are what the model fills in, but for services, <see cref="UserExecutionContext"/>, <see cref="ToolInvocation"/> and the token, which are bound by the library and never part of the schema.</summary>
/// <remarks>The tool's description is that of <see cref="System.ComponentModel.DescriptionAttribute"/>, and so are those of the parameters.</remarks>
/// <param name="name">The tool's name; null for the method's, without <c>Async</c> at its end.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AgentToolAttribute(string? name = null) : Attribute
{
    /// <summary>The tool's name.</summary>
    public string? Name { get; } = name;

    /// <summary>The permission that a context must grant. Without one, only an <see cref="IToolAuthorizer"/> can permit the tool.</summary>
    /// <value>Null by default.</value>
    public string? Permission { get; set; }

    /// <summary>What running it again would mean.</summary>
    /// <value><see cref="ToolEffect.AtMostOnce"/> by default.</value>
    public ToolEffect Effect { get; set; }

    /// <summary>How long a call may take, in seconds; 0 for the timeout in the options.</summary>
    /// <value>0 by default.</value>
    public double TimeoutSeconds { get; set; }

    /// <summary>A person must say yes to each call within this many seconds; 0 where nobody is asked.</summary>
    /// <value>0 by default.</value>
    public double ApprovalSeconds { get; set; }

    internal ToolDefinition ApplyTo(ToolDefinition definition) => definition with
    {
        RequiredPermission = Permission,
        Effect = Effect,
        Timeout = TimeoutSeconds == 0 ? null : TimeSpan.FromSeconds(TimeoutSeconds),
        Approval = ApprovalSeconds == 0 ? null : new ToolApprovalPolicy(TimeSpan.FromSeconds(ApprovalSeconds)),
    };
}
