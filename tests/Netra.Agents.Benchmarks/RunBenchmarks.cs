using BenchmarkDotNet.Attributes;

namespace Netra.Agents.Benchmarks;

[MemoryDiagnoser]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "BenchmarkDotNet disposes through the global clean-up.")]
public class RunBenchmarks
{
    private BenchmarkHost _host = null!;
    private HandWritten _floor = null!;

    [GlobalSetup]
    public void Setup()
    {
        _host = new BenchmarkHost(AuditedCalls.SideEffects);
        _floor = new HandWritten();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _floor.Dispose();
        await _host.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public async Task<string> HandWrittenRun() => await _floor.RunAsync(static (_, _) => new ValueTask<string>("ok"));

    [Benchmark]
    public Task OneRun() => _host.RunAsync("at-once");

    [Benchmark]
    public Task TwentyTextEvents() => _host.RunAsync("writes");

    [Benchmark(OperationsPerInvoke = BenchmarkHost.ToolCallsPerRun)]
    public Task ToolCall() => _host.RunAsync("calls-tools");
}
