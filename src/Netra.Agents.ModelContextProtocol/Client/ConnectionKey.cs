namespace Netra.Agents.ModelContextProtocol;

/// <summary>Whose connection it is: an owner's, or that of all of a server that keeps nothing.</summary>
internal readonly record struct ConnectionKey(Owner? Owner)
{
    internal static ConnectionKey Of(UserExecutionContext context, McpSettings settings) => new(settings.IsStateless ? null : context.Owner);
}
