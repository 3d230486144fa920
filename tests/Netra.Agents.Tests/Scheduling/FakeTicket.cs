using Netra.Agents.Scheduling;

namespace Netra.Agents.Tests.Scheduling;

/// <summary>A run of which nothing is known but that it wants a slot.</summary>
internal sealed class FakeTicket(OwnerLine line, string name, List<FakeTicket> granted) : Ticket
{
    internal string Name { get; } = name;

    internal override OwnerLine Line { get; } = line;

    internal override ThreadId ThreadId { get; } = new("thread");

    internal override void Granted() => granted.Add(this);

    public override string ToString() => Name;
}
