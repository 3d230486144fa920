using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.DependencyInjection;

public sealed class RegistrationFaultTests
{
    [Fact]
    public void Build_ManyFaults_AreAllInOneReport()
    {
        var services = new ServiceCollection();
        services.AddSingleton<Captor>();
        var builder = services.AddNetraAgents(options =>
        {
            options.MaxStepsPerRun = 0;
            options.ToolTimeout = TimeSpan.FromDays(2);
            options.LogPseudonymKey = new byte[15];
            options.Timeouts = new AgentTimeouts { Run = TimeSpan.Zero };
        });
        Agent(builder, "twin");
        Agent(builder, "twin");
        Agent(builder, "bell\u0007");
        Agent(builder, "hasty", new AgentTimeouts { Idle = TimeSpan.FromSeconds(-1) });
        Tool(builder, new ToolDefinition("double", "d"));
        Tool(builder, new ToolDefinition("double", "d"));
        Tool(builder, new ToolDefinition("listed", "d", ContextValue.Map(("type", "array"))));
        Tool(builder, new ToolDefinition("late", "d") { Timeout = TimeSpan.FromTicks(-5) });
        Tool(builder, new ToolDefinition("unnamed", "d") { RequiredPermission = "" });
        Tool(builder, new ToolDefinition("unsaid", "d") { Approval = new ToolApprovalPolicy(TimeSpan.Zero) });
        Tool(builder, new ToolDefinition("odd", "d") { Effect = (ToolEffect)77 });
        builder.AddTool("unwritten", null!, () => 1);
        builder.AddEventSink(new RecordingEventSink(), options => options.Concurrency = 0);

        var report = Report(services);

        var expected = new[]
        {
            "MaxStepsPerRun must be 1 to 100,000,000; it is 0", "ToolTimeout must be", "LogPseudonymKey must have at least 16 bytes; it has 15", "Timeouts.Run must be more than zero",
            "singleton Captor captures UserExecutionContext", "agent 'twin' is registered 2 times", "agent 'bell\\u0007' must have no control characters", "agent 'hasty'.Idle must be more than zero",
            "tool 'double' is registered 2 times", "tool 'listed': its schema has a fault", "tool 'late': its timeout must be", "tool 'unnamed': its permission must have 1 to 256 characters",
            "tool 'unsaid': its approval must expire", "tool 'odd': its effect 77", "tool 'unwritten': Value cannot be null", "EventSinkOptions.Concurrency must be 1 to 256; it is 0",
        };
        Assert.All(expected, words => Assert.Single(report.Faults, fault => fault.Contains(words, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, report.Faults.Count);
        Assert.All(report.Faults, fault => Assert.Contains(fault, report.Message, StringComparison.Ordinal));
        Assert.Contains("16 faults", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Faults_AreToldByEveryFaceEachTimeAndNothingIsMade()
    {
        var made = new List<string>();
        var services = new ServiceCollection();
        services.AddSingleton(made);
        var builder = services.AddNetraAgents().AddEventSink<CountedSink>().UseMiddleware<CountedMiddleware>();
        Agent(builder, "");
        using var provider = services.BuildServiceProvider();

        foreach (var face in new[] { typeof(IAgentExecutionCore), typeof(IAgentExecutionCore), typeof(IToolDispatcher), typeof(IToolApprovals), typeof(IStateManager), typeof(IOwnerData), typeof(IConnectionExecutor) })
        {
            Assert.Single(Assert.Throws<NetraAgentsConfigurationException>(() => provider.GetRequiredService(face)).Faults);
        }

        Assert.Empty(made);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("\u202ea\u0007")]
    public void Build_BadNames_AreReportedOnceEachWithTheNameMadeHarmless(string name)
    {
        var services = new ServiceCollection();
        Agent(services.AddNetraAgents(), name);
        services.AddNetraAgents().AddTool(name, "d", () => 1);

        var report = Report(services);

        Assert.Contains(report.Faults, fault => fault.StartsWith("The name of agent '", StringComparison.Ordinal));
        Assert.Contains(report.Faults, fault => fault.StartsWith("The name of tool '", StringComparison.Ordinal));
        Assert.Equal(2, report.Faults.Count);
        Assert.All(report.Faults, fault => Assert.DoesNotContain(fault, char.IsControl));
    }

    [Fact]
    public void Build_NullName_IsAFaultOfTheReport()
    {
        var services = new ServiceCollection();
        Agent(services.AddNetraAgents(), null!);

        Assert.Contains("must have 1 to 256 characters; it has 0", Assert.Single(Report(services).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_NamesThatDifferInCaseOnly_AreTwo()
    {
        var services = new ServiceCollection();
        Agent(services.AddNetraAgents(), "name");
        Agent(services.AddNetraAgents(), "Name");
        using var provider = services.BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredService<IAgentExecutionCore>());
    }

    [Fact]
    public void Build_OneFault_IsSaidInTheSingular()
    {
        var services = new ServiceCollection();
        services.AddNetraAgents(options => options.RetainedRuns = -3);

        var report = Report(services);

        Assert.StartsWith("AddNetraAgents has 1 fault:", report.Message, StringComparison.Ordinal);
        Assert.Contains("NetraAgentsOptions.RetainedRuns must be 1 to 100,000,000; it is -3.", report.Message, StringComparison.Ordinal);
    }

    private static NetraAgentsConfigurationException Report(ServiceCollection services)
    {
        using var provider = services.BuildServiceProvider();
        return Assert.Throws<NetraAgentsConfigurationException>(() => provider.GetRequiredService<IAgentExecutionCore>());
    }

    private static void Agent(INetraAgentsBuilder builder, string name, AgentTimeouts? timeouts = null) => builder.AddAgent(name, (_, _) => AgentOutput.FromText(""), timeouts);

    private static void Tool(INetraAgentsBuilder builder, ToolDefinition definition) => builder.AddTool(definition, (_, _) => new(ContextValue.Null));

    private sealed class Captor(UserExecutionContext context)
    {
        public override string ToString() => context.ToString();
    }

    private sealed class CountedSink : IAgentEventSink
    {
        public CountedSink(List<string> made) => made.Add("sink");

        public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken) => default;
    }

    private sealed class CountedMiddleware : IAgentMiddleware
    {
        public CountedMiddleware(List<string> made) => made.Add("middleware");

        public ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken) => next(execution, cancellationToken);
    }
}
