using BenchmarkDotNet.Attributes;

namespace Netra.Agents.Benchmarks;

[MemoryDiagnoser]
public class ChildContextBenchmarks
{
    private static readonly ContextData Added = ContextData.Of(("step", 1));
    private UserExecutionContext _parent = null!;

    [Params(0, 20, 1_000)]
    public int ParentValues { get; set; }

    [GlobalSetup]
    public void Setup() => _parent = UserExecutionContext.FromRequest(
        new UserId("alice"), ThreadId.New(),
        options: new ContextOptions { AgentContext = ContextData.From(Enumerable.Range(0, ParentValues).Select(i => KeyValuePair.Create($"key-{i}", (ContextValue)i))) });

    [Benchmark(Baseline = true)]
    public UserExecutionContext Child() => _parent.CreateChildContext("child");

    [Benchmark]
    public UserExecutionContext ChildWithData() => _parent.CreateChildContext("child", Added);
}
