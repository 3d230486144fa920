using CsCheck;
using static Netra.Agents.Tests.Workflows.GeneratedWorkflow;

namespace Netra.Agents.Tests.Workflows;

public sealed class WorkflowPropertyTests
{
    [Fact]
    public async Task Run_OfAnyDefinition_ComesToWhatTheReferenceSays() =>
        await Any.SampleAsync(async block => await CheckAsync(block, null), iter: 600, threads: 2);

    [Fact]
    public async Task Run_WhoseStoreFailsOnce_ComesToTheSameAndRunsNothingTwiceThatWasRecorded() =>
        await Gen.Select(Any, Gen.Int[2, 25], Gen.Bool).SampleAsync(async (block, failing, afterwards) =>
        {
            using var store = new FaultyStore(failing, afterwards);
            await CheckAsync(block, store);
        }, iter: 600, threads: 2);

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
