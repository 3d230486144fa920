using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Where a piece of state is kept: parts, never joined text, and the owner first. All parts are compared by ordinal.</summary>
public readonly record struct StateKey
{
    internal StateKey(Owner owner, StateScope scope, string scopeId, string name) => (Owner, Scope, ScopeId, Name) = (owner, scope, scopeId, name);

    /// <summary>Whose it is.</summary>
    public Owner Owner { get; }

    /// <summary>The scope.</summary>
    public StateScope Scope { get; }

    /// <summary>Which run or thread; empty in the scope of the user.</summary>
    public string ScopeId { get; }

    /// <summary>The name within the scope: 1 to 256 characters. In a prefix it may be empty.</summary>
    public string Name { get; }

    /// <summary>True for a default value, which names nobody's state. Every store refuses it.</summary>
    public bool IsDefault => Owner.IsDefault || Name is null;

    /// <summary>The key of a name in a scope of the context's owner.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule for ids.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such scope.</exception>
    public static StateKey For(UserExecutionContext context, StateScope scope, string name)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new StateKey(context.Owner, scope, IdOf(context, scope), IdText.Check(name, nameof(name)));
    }

    /// <summary>What all names in a scope begin with that are asked for; empty for all.</summary>
    /// <inheritdoc cref="For"/>
    public static StateKey ForPrefix(UserExecutionContext context, StateScope scope, string prefix)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new StateKey(context.Owner, scope, IdOf(context, scope), prefix?.Length == 0 ? "" : IdText.Check(prefix, nameof(prefix)));
    }

    /// <summary>For stores: the key of an entry that the store has kept, for <see cref="IStateStore.ExportAsync"/>.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="scopeId">As <see cref="ScopeId"/> was; empty in scope User.</param>
    /// <param name="name">As <see cref="Name"/> was.</param>
    /// <exception cref="ArgumentException">The owner is a default value, the scope is none of the four, or the name is empty.</exception>
    public static StateKey FromStore(Owner owner, StateScope scope, string scopeId, string name)
    {
        owner.Check(nameof(owner));
        if (!Enum.IsDefined(scope))
        {
            throw new ArgumentOutOfRangeException(nameof(scope), scope, "The scope is Run, Thread, User or Workflow.");
        }

        ArgumentNullException.ThrowIfNull(scopeId);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new StateKey(owner, scope, scopeId, name);
    }

    /// <summary>Refuses a default value.</summary>
    /// <exception cref="ArgumentException">The key is a default value.</exception>
    public void ThrowIfDefault()
    {
        if (IsDefault)
        {
            throw new ArgumentException("The key is missing: a default StateKey names nobody's state and is never taken for everybody's.");
        }
    }

    private static string IdOf(UserExecutionContext context, StateScope scope) => scope switch
    {
        StateScope.Run or StateScope.Workflow => context.Run.RunIdText,
        StateScope.Thread => context.ThreadId.Value,
        StateScope.User => "",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "The scope is Run, Thread, User or Workflow."),
    };
}
