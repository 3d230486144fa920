using BenchmarkDotNet.Attributes;
using Netra.Agents.State;

namespace Netra.Agents.Benchmarks;

/// <summary>The in-memory store, as the workflow engine and the faces use it.</summary>
[MemoryDiagnoser]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "BenchmarkDotNet disposes through the global clean-up.")]
public class StateBenchmarks
{
    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ContextValue _value = ContextValue.Map(("step", 1), ("output", "some text"));
    private InMemoryStateStore _store = null!;
    private IStateStore _contract = null!;
    private ExecutionClaim _claim = null!;
    private StateKey _step;
    private StateKey _head;
    private StateKey _list;
    private StateKey _third;
    private StateWrite _made = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var context = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New());
        _contract = _store = new InMemoryStateStore();
        _claim = new ExecutionClaim(context.Run, new ExecutionId(Guid.NewGuid()), null, "agent");
        (_step, _head, _list) = (StateKey.For(context, StateScope.Workflow, "step/1"), StateKey.For(context, StateScope.Workflow, "head"), StateKey.For(context, StateScope.Thread, "list"));
        _third = StateKey.For(context, StateScope.Workflow, "step/3");
        _made = StateWrite.Set(_step, _value);
        await SetAsync();
        for (var i = 0; i < 50; i++)
        {
            await AppendAsync();
        }
    }

    [GlobalCleanup]
    public void CleanUp() => _store.Dispose();

    [Benchmark(Baseline = true)]
    public ValueTask<StateCommit> SetAsync() => _contract.CommitAsync(StateWrite.Set(_step, _value), _claim, CancellationToken.None);

    [Benchmark]
    public ValueTask<StateCommit> SetAsListAsync() => _contract.CommitAsync([StateWrite.Set(_step, _value)], _claim, CancellationToken.None);

    [Benchmark]
    public ValueTask<StateCommit> SetMadeBeforeAsync() => _contract.CommitAsync(_made, _claim, CancellationToken.None);

    [Benchmark]
    public ValueTask<StateCommit> SetThatExpiresAsync() => _contract.CommitAsync(StateWrite.Set(_step, _value, null, Later), _claim, CancellationToken.None);

    [Benchmark]
    public ValueTask<StateCommit> BatchOfThreeAsync() =>
        _contract.CommitAsync([StateWrite.Set(_step, _value), StateWrite.Increment(_head, 1), StateWrite.Set(_third, _value)], _claim, CancellationToken.None);

    [Benchmark]
    public ValueTask<StateEntry?> GetAsync() => _contract.GetAsync(_step, CancellationToken.None);

    [Benchmark]
    public ValueTask<StateCommit> AppendAsync() => _contract.CommitAsync(StateWrite.Append(_list, _value, keepLast: 50), _claim, CancellationToken.None);

    [Benchmark]
    public ValueTask<StateCommit> IncrementAsync() => _contract.CommitAsync(StateWrite.Increment(_head, 1), _claim, CancellationToken.None);
}
