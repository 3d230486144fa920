namespace Netra.Agents.Benchmarks;

/// <summary>One thing to measure, and the floor that it stands on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Floor">The lane that it is compared with; null for a floor.</param>
/// <param name="Operations">How many operations one round does at full scale.</param>
/// <param name="RunAsync">Does that many operations.</param>
/// <param name="MaxBytes">The most bytes that one operation may take over its floor: the gate in CI. Null where there is none.</param>
internal sealed record Lane(string Name, string? Floor, int Operations, Func<int, Task> RunAsync, double? MaxBytes = null);
