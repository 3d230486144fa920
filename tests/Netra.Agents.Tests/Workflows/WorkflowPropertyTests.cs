using System.Globalization;
using CsCheck;
using static Netra.Agents.Tests.Workflows.GeneratedWorkflow;

namespace Netra.Agents.Tests.Workflows;

public sealed class WorkflowPropertyTests
{
    private static readonly Gen<(Node[] Block, int Failing, bool Afterwards)> Faulty = Gen.Select(Any, Gen.Int[2, 25], Gen.Bool);

    /// <summary>The same definitions each time; NETRA_PROPERTY_CASES runs more or fewer, NETRA_PROPERTY_FIRST others.</summary>
    [Fact]
    public async Task Run_OfAnyDefinition_ComesToWhatTheReferenceSays() => await EachAsync(Any, block => CheckAsync(block, null));

    [Fact]
    public async Task Run_WhoseStoreFailsOnce_ComesToTheSameAndRunsNothingTwiceThatWasRecorded() =>
        await EachAsync(Faulty, async generated =>
        {
            using var store = new FaultyStore(generated.Failing, generated.Afterwards);
            await CheckAsync(generated.Block, store);
        });

    private static async Task EachAsync<T>(Gen<T> gen, Func<T, Task> check)
    {
        var (first, count) = (Setting("NETRA_PROPERTY_FIRST", 1), Setting("NETRA_PROPERTY_CASES", 1_500));
        await Parallel.ForAsync(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (number, _) =>
        {
            var generated = gen.Generate(new PCG(1, (ulong)number), null, out var _);
            try
            {
                await check(generated);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Case {number} (alone: NETRA_PROPERTY_FIRST={number} NETRA_PROPERTY_CASES=1), {Check.Print(generated)}: {e.Message}", e);
            }
        });
    }

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static async Task CheckAsync(Node[] block, FaultyStore? store)
    {
        var reference = new ReferenceInterpreter();
        var expected = reference.Run(block, "in");
        await using var host = new GeneratedHost(block, store);

        var result = await host.RunAsync();

        Assert.True(expected.Codes is null == result.Succeeded, $"{result} where the reference says {(expected.Codes is null ? "completed" : string.Join(" or ", expected.Codes))}: {result.Error?.Message}");
        if (expected.Codes is { } codes)
        {
            Assert.Contains(result.Error!.Code, codes);
            Assert.Equal(result.Error.Code == AgentErrorCodes.Denied ? ExecutionStatus.Denied : ExecutionStatus.Failed, result.Status);
        }
        else if (expected.Output is { } output)
        {
            Assert.Equal(output, result.Output!.Text);
        }

        if (!reference.IsOrdered)
        {
            return;
        }

        List<string> ran = [.. host.Ran];
        List<string> should = [.. reference.Trace, .. expected.Codes is null ? [] : reference.Undo];
        if (store is null || !store.HasFailed)
        {
            Assert.Equal(should, ran);
            return;
        }

        // The one step that was done when its checkpoint was lost is done again, with its tries; no other.
        var twice = ran.Count - should.Count;
        Assert.InRange(twice, 0, 3);
        Assert.True(Enumerable.Range(0, should.Count + 1).Any(at => ran.Take(at).Concat(ran.Skip(at + twice)).SequenceEqual(should)), $"Ran {string.Join(", ", ran)}; should {string.Join(", ", should)}.");
    }
}
