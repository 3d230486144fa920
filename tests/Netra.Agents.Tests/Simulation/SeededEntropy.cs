namespace Netra.Agents.Tests.Simulation;

/// <summary>The same ids and random numbers for the same seed and the same schedule.</summary>
internal sealed class SeededEntropy(SimulationScheduler scheduler, ulong seed) : IEntropySource
{
    private readonly SimulationRandom _random = new(seed);

    public void Fill(Span<byte> destination)
    {
        scheduler.CheckThread("entropy was drawn");
        Span<byte> block = stackalloc byte[8];
        for (; destination.Length > 0; destination = destination[Math.Min(8, destination.Length)..])
        {
            BitConverter.TryWriteBytes(block, _random.NextUInt64());
            block[..Math.Min(8, destination.Length)].CopyTo(destination);
        }
    }
}
