using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Where a piece of state is kept: parts, never joined text, and the owner first.</summary>
public readonly record struct StateKey
{
    internal StateKey(UserExecutionContext context, StateScope scope, string name, bool isPrefix = false)
    {
        Owner = context.Owner;
        Scope = scope;
        ScopeId = scope switch
        {
            StateScope.Run => context.RunId.ToString(),
            StateScope.Thread => context.ThreadId.Value,
            StateScope.User => "",
            _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "The scope is Run, Thread or User."),
        };
        Name = isPrefix && name?.Length == 0 ? "" : IdText.Check(name, nameof(name));
    }

    /// <summary>Whose it is.</summary>
    public Owner Owner { get; }

    /// <summary>The scope.</summary>
    public StateScope Scope { get; }

    /// <summary>Which run or thread; empty in the scope of the user.</summary>
    public string ScopeId { get; }

    /// <summary>The name within the scope: 1 to 256 characters.</summary>
    public string Name { get; }
}
