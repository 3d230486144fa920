namespace Netra.Agents.Tests.Conventions;

public sealed class BoundTests
{
    [Fact]
    public void EveryCollection_OfTheCore_SaysWhatBoundsIt() =>
        Faults.AreNone(Bounds.Growing(typeof(Owner).Assembly).Where(name => !Bounds.Known.ContainsKey(name)).Select(name => $"{name} can grow, and nobody says what keeps it from growing without end"));

    [Fact]
    public void EveryBound_IsOfACollectionThatIsThere() =>
        Faults.AreNone(Bounds.Known.Keys.Except(Bounds.Growing(typeof(Owner).Assembly)).Select(name => $"{name} is gone"));
}
