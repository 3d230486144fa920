using BenchmarkDotNet.Running;
using Netra.Agents.Benchmarks;

// "ci": a short side-by-side run, with the gate on bytes. "side-by-side [rounds]": the long one. Anything else goes to BenchmarkDotNet.
switch (args)
{
    case ["ci"]:
        return await SideBySide.RunAsync(rounds: 3, scale: 0.1);
    case ["side-by-side", .. var rest]:
        return await SideBySide.RunAsync(rest is [var rounds] ? int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture) : 9, scale: 1);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ChildContextBenchmarks).Assembly).Run(args);
        return 0;
}
