using Netra.Agents;

namespace GoldenPath.Tests;

/// <summary>Which steps run on which path, and in which order.</summary>
public sealed class PathTests
{
    /// <summary>What a step needs: it never begins before one of these has ended well, wherever these stand on its path.</summary>
    private static readonly Dictionary<string, string[]> Needs = new(StringComparer.Ordinal)
    {
        ["triage"] = [],
        ["data_helper"] = ["triage"],
        ["data"] = ["triage"],
        ["optimization"] = ["triage", "data"],
        ["approval"] = ["triage", "data", "optimization"],
        ["actions"] = ["triage", "data", "optimization", "approval"],
        ["reporting"] = [],
    };

    private static readonly ContextValue Sufficient = Usage.Of("atlas-large", 40_000, 1_200, 300);
    private static readonly ContextValue Partial = Usage.Of("boreas-pro", 9_000);
    private static readonly ContextValue Insufficient = Usage.Of(requestsPerDay: 500);

    [Fact]
    public Task Serve_SufficientData_RunsExactlyItsSteps() =>
        AssertPathAsync(Sufficient, "triage", "data", "optimization", "approval", "actions", "reporting");

    [Fact]
    public Task Serve_PartialData_RunsExactlyItsSteps() => AssertPathAsync(Partial, "triage", "data_helper", "data", "reporting");

    [Fact]
    public Task Serve_InsufficientData_RunsExactlyItsSteps() => AssertPathAsync(Insufficient, "triage", "data_helper", "reporting");

    [Fact]
    public async Task Serve_ApprovalDenied_AppliesNothingAndSaysSo()
    {
        await using var host = new DeskHost();

        var served = await host.ServeAsync("alice", Sufficient, answer: "no");

        Assert.Equal(ExecutionStatus.Completed, served.Result.Status);
        Assert.Contains(await host.EventsAsync(served), item => item is StepSkipped { Step: "actions", Reason: "condition" });
        Assert.Contains("Proposed, and not applied: send simple requests to atlas-small", served.Report, StringComparison.Ordinal);
        Assert.Null(await host.State.GetAsync(served.Context, StateScope.User, "settings"));
    }

    [Fact]
    public async Task Serve_Approved_AppliesWhatWasAskedFor()
    {
        await using var host = new DeskHost();
        ContextValue asked = default;

        var served = await host.Desk.ServeAsync("alice", Sufficient, Answer, CancellationToken.None);

        Assert.True(asked["proposals"].Count > 0);
        Assert.Equal(asked["proposals"], (await host.State.GetAsync(served.Context, StateScope.User, "settings"))?.Value);

        ValueTask<string> Answer(WorkflowWait wait)
        {
            asked = wait.Prompt;
            return ValueTask.FromResult("yes");
        }
    }

    [Theory]
    [InlineData("triage", "sufficient")]
    [InlineData("data", "sufficient")]
    [InlineData("optimization", "sufficient")]
    [InlineData("actions", "sufficient")]
    [InlineData("data_helper", "partial")]
    [InlineData("data", "partial")]
    [InlineData("data_helper", "insufficient")]
    public async Task Serve_AgentThatFails_IsNamedByTheReportAndNothingThatNeedsItRuns(string failing, string path)
    {
        await using var host = new DeskHost(failing);

        var served = await host.ServeAsync("alice", path switch { "sufficient" => Sufficient, "partial" => Partial, _ => Insufficient });

        var events = await host.EventsAsync(served);
        Assert.Equal(ExecutionStatus.Failed, served.Result.Status);
        Assert.StartsWith($"Step '{failing}' failed: ", served.Result.Error!.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Failed: {failing} (Agent '{failing}' threw TimeoutException.)", served.Report, StringComparison.Ordinal);
        Assert.Equal(1, served.Report!.Split("Failed: ").Length - 1);
        Assert.DoesNotContain(events.OfType<StepStarted>(), step => Needs.GetValueOrDefault(step.Step, []).Contains(failing));
        AssertNeeds(events);
    }

    [Fact]
    public async Task Serve_ReportingThatFails_IsNamedByTheRun()
    {
        await using var host = new DeskHost("reporting");

        var served = await host.ServeAsync("alice", Partial);

        Assert.Null(served.Report);
        Assert.StartsWith("Step 'reporting' failed: ", served.Result.Error!.Message, StringComparison.Ordinal);
    }

    private static async Task AssertPathAsync(ContextValue usage, params string[] path)
    {
        await using var host = new DeskHost();

        var served = await host.ServeAsync("alice", usage);

        var events = await host.EventsAsync(served);
        Assert.Equal(ExecutionStatus.Completed, served.Result.Status);
        Assert.Equal(served.Report, served.Result.Output!.Text);
        Assert.DoesNotContain("Failed", served.Report, StringComparison.Ordinal);

        // The switch is a step too, around those of its path. A wait begins again when its run goes on.
        var steps = events.OfType<StepStarted>().Where(step => step.Kind != StepKind.Switch).Select(step => step.Step).Distinct();
        Assert.Equal(path, steps);
        Assert.Equal(path, events.OfType<StepCompleted>().Select(step => step.Step).Where(Needs.ContainsKey));
        Assert.DoesNotContain(events, item => item is StepSkipped or StepFailed);
        AssertNeeds(events);
    }

    private static void AssertNeeds(IReadOnlyList<AgentEvent> events)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in events)
        {
            if (item is StepStarted started && Needs.TryGetValue(started.Step, out var needed))
            {
                Assert.All(needed, step => Assert.Contains(step, done));
            }
            else if (item is StepCompleted completed)
            {
                done.Add(completed.Step);
            }
        }
    }
}
