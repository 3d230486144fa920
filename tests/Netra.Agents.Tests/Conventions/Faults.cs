namespace Netra.Agents.Tests.Conventions;

/// <summary>Fails with every fault in full: a shortened list would have to be asked for again.</summary>
internal static class Faults
{
    public static void AreNone(IEnumerable<string> faults)
    {
        var all = faults.ToArray();
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }
}
