namespace Netra.Agents.Tests.Workflows;

/// <summary>One user of the crowd.</summary>
internal sealed class CrowdMember(int index)
{
    // The same user in several tenants, and tenants and users whose names begin with each other's.
    private static readonly string?[] Tenants = [null, "a", "ab", "a:b"];

    internal int Index => index;

    internal Owner Owner { get; } = new(
        Tenants[index % Tenants.Length] is { } tenant ? new TenantId(tenant) : TenantId.None, new UserId($"user{index / Tenants.Length}"));

    internal string Canary { get; } = CrowdCanary.Of(index);

    internal ContextValue Input => ContextValue.Map(
        ("own", Canary), ("i", index), ("items", ContextValue.List($"{Canary}a", $"{Canary}b", $"{Canary}c", $"{Canary}d")));

    /// <summary>The run, once it has begun; and its wait, once it waits.</summary>
    internal RunId? RunId { get; set; }
    internal WaitId? WaitId { get; set; }

    internal AgentExecutionResult? Suspended { get; set; }
    internal AgentExecutionResult? Result { get; set; }

    /// <summary>A second answer to the same wait at the same time, for those who gave one.</summary>
    internal AgentExecutionResult? Second { get; set; }

    /// <summary>All talk in threads of the same name.</summary>
    internal UserExecutionContext Context() => UserExecutionContext.FromRequest(Owner, new ThreadId("main"), Grants.Of(Support.TestHost.Permission));
}
