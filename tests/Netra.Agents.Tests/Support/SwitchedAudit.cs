namespace Netra.Agents.Tests.Support;

/// <summary>A list of entries, with a test deciding what becomes of each.</summary>
internal sealed class SwitchedAudit : ListedAudit
{
    /// <summary>Runs before an entry is taken; a failure of it is the trail's.</summary>
    internal Func<AuditEntry, Task>? Before { get; set; }

    public override async ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (Before is { } before)
        {
            await before(entry);
        }

        await base.RecordAsync(entry, cancellationToken);
    }

    internal void FailOn(string kind) => Before = entry => entry.Kind == kind ? throw new IOException() : Task.CompletedTask;

    internal IEnumerable<(string Kind, string Decision, string? Code)> Story => Entries.Select(entry => (entry.Kind, entry.Decision, entry.Code));
}
