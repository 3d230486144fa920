namespace Netra.Agents.Tests.Simulation;

/// <summary>SplitMix64: the same numbers for the same seed on every machine and every version of .NET.</summary>
/// <remarks>Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (2014).</remarks>
internal sealed class SimulationRandom(ulong seed)
{
    private ulong _state = seed;

    internal ulong NextUInt64()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    internal int Next(int exclusiveMaximum) => (int)(((NextUInt64() >> 32) * (uint)exclusiveMaximum) >> 32);

    internal bool Chance(int percent) => Next(100) < percent;

    internal T Pick<T>(T[] from) => from[Next(from.Length)];
}
