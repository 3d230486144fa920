namespace Netra.Agents;

/// <summary>Whose runs an operator means. There is no default: who means everybody says so.</summary>
public sealed class RunsOf
{
    private readonly Owner? _owner;
    private readonly TenantId? _tenant;

    private RunsOf(Owner? owner, TenantId? tenant) => (_owner, _tenant) = (owner, tenant);

    /// <summary>Everybody's.</summary>
    public static RunsOf Everybody { get; } = new(null, null);

    /// <summary>One owner's.</summary>
    /// <exception cref="ArgumentException">The owner is a default value.</exception>
    public static RunsOf User(Owner owner)
    {
        owner.Check(nameof(owner));
        return new RunsOf(owner, null);
    }

    /// <summary>Those of all users of a tenant; <see cref="TenantId.None"/> stands for the users without one.</summary>
    public static RunsOf Tenant(TenantId tenant) => new(null, tenant);

    internal Owner? One => _owner;

    internal bool Includes(Owner owner) => (_owner is null || _owner == owner) && (_tenant is null || _tenant == owner.TenantId);
}
