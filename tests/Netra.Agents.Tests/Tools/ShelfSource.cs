using System.Collections.Concurrent;

namespace Netra.Agents.Tests.Tools;

/// <summary>A source that has other tools for each owner.</summary>
internal sealed class ShelfSource : IToolSource
{
    private readonly ConcurrentDictionary<Owner, ITool[]> _shelves = new();

    public string Name => "shelf";

    internal Exception? Failure { get; set; }

    internal ShelfSource With(string user, params ITool[] tools)
    {
        _shelves[new Owner(new UserId(user))] = tools;
        return this;
    }

    public ValueTask<IReadOnlyList<ITool>> ListAsync(UserExecutionContext userContext, CancellationToken cancellationToken) =>
        Failure is null ? new(_shelves.GetValueOrDefault(userContext.Owner) ?? []) : throw Failure;

    public async ValueTask<ITool?> FindAsync(string toolName, UserExecutionContext userContext, CancellationToken cancellationToken) =>
        (await ListAsync(userContext, cancellationToken)).FirstOrDefault(tool => tool.Definition.Name == toolName);
}
