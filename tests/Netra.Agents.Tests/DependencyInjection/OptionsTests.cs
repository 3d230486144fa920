using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Agents.Tests.Diagnostics;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.DependencyInjection;

public sealed class OptionsTests
{
    [Theory]
    [MemberData(nameof(Bad))]
    public void Build_OptionOutOfRange_NamesTheOptionAndTheValue(string option, string value)
    {
        var services = new ServiceCollection();
        services.AddNetraAgents(BadOptions[option].Set);
        using var provider = services.BuildServiceProvider();

        var fault = Assert.Single(Assert.Throws<NetraAgentsConfigurationException>(() => provider.GetRequiredService<IAgentExecutionCore>()).Faults);

        Assert.StartsWith($"NetraAgentsOptions.{option} ", fault, StringComparison.Ordinal);
        Assert.Contains(value, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OptionsAtTheEdgesOfTheirRanges_AreTaken()
    {
        var services = new ServiceCollection();
        services.AddNetraAgents(options =>
        {
            (options.MaxStepsPerRun, options.MaxToolCallsPerOwner, options.RetainedEventsPerRun) = (1, 1, 1);
            (options.RetainedTextPerRun, options.RetainedRunsPerOwner, options.RetainedRuns) = (100_000_000, 100_000_000, 100_000_000);
            (options.ToolTimeout, options.RunRetention, options.WatchdogPeriod) = (TimeSpan.FromDays(1), TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
            (options.RunStateRetention, options.MaxStateValueSize, options.HistoryTurnsPerThread) = (TimeSpan.FromDays(3_650), 1, 1);
            options.Timeouts = new AgentTimeouts { Run = Timeout.InfiniteTimeSpan, Execution = TimeSpan.FromDays(365), Idle = TimeSpan.FromTicks(1) };
            options.LogPseudonymKey = new byte[16];
        });
        using var provider = services.BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredService<IAgentExecutionCore>());
    }

    [Fact]
    public async Task Options_ChangedOnceTheHostIsInUse_HaveNoEffect()
    {
        var logs = new CapturedLogs();
        var key = new byte[32];
        NetraAgentsOptions? kept = null;
        await using var host = new TestHost(
            builder =>
            {
                builder.Services.AddSingleton<ILoggerFactory>(logs);
                builder.AddAgent("subject", async (execution, _) =>
                {
                    Assert.True((await execution.Tools.DispatchAsync("echo", ContextValue.Null)).Succeeded);
                    return AgentOutput.FromText((await execution.Tools.DispatchAsync("echo", ContextValue.Null)).Error!.Code);
                });
                builder.AddAgent("failing", (execution, _) => execution.Input.IsNull ? AgentOutput.FromText("") : throw new FormatException());
            },
            options =>
            {
                kept = options;
                options.MaxStepsPerRun = 1;
                options.LogPseudonymKey = key;
            });
        await host.Core.ExecuteAsync("failing", host.Context(), "");

        Array.Fill(key, (byte)9);
        kept!.LogPseudonymKey = null;
        (kept.MaxStepsPerRun, kept.MaxToolCallsPerOwner, kept.RetainedRunsPerOwner) = (100, -1, 0);
        kept.ToolTimeout = TimeSpan.Zero;
        kept.Timeouts = new AgentTimeouts { Run = TimeSpan.FromTicks(1), Execution = TimeSpan.FromTicks(1), Idle = TimeSpan.FromTicks(1) };
        await host.Core.ExecuteAsync("failing", host.Context(), "");

        Assert.Equal("limit_reached", (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess().Text);
        var hashes = logs.Lines.Where(line => line.Id == 1).Select(line => line.Values["OwnerHash"]).ToList();
        Assert.Equal(2, hashes.Count);
        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public void SinkOptions_ChangedAfterRegistration_HaveNoEffect()
    {
        EventSinkOptions? kept = null;
        var services = new ServiceCollection();
        services.AddNetraAgents().AddEventSink(new RecordingEventSink(), options => kept = options);
        kept!.Attempts = 0;
        using var provider = services.BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredService<IAgentExecutionCore>());
    }

    public static TheoryData<string, string> Bad()
    {
        var data = new TheoryData<string, string>();
        foreach (var (option, (_, value)) in BadOptions)
        {
            data.Add(option, value);
        }

        return data;
    }

    private static Dictionary<string, (Action<NetraAgentsOptions> Set, string Value)> BadOptions => new()
    {
        ["Timeouts"] = (options => options.Timeouts = null!, "null"),
        ["Timeouts.Execution"] = (options => options.Timeouts = new AgentTimeouts { Execution = TimeSpan.FromDays(366) }, "366"),
        ["ToolTimeout"] = (options => options.ToolTimeout = Timeout.InfiniteTimeSpan, "-00:00:00.0010000"),
        ["MaxStepsPerRun"] = (options => options.MaxStepsPerRun = 100_000_001, "100000001"),
        ["MaxToolCallsPerOwner"] = (options => options.MaxToolCallsPerOwner = 0, "0"),
        ["RetainedEventsPerRun"] = (options => options.RetainedEventsPerRun = 0, "0"),
        ["RetainedTextPerRun"] = (options => options.RetainedTextPerRun = int.MinValue, "-2147483648"),
        ["RetainedRunsPerOwner"] = (options => options.RetainedRunsPerOwner = 0, "0"),
        ["RetainedRuns"] = (options => options.RetainedRuns = 0, "0"),
        ["RunRetention"] = (options => options.RunRetention = TimeSpan.FromTicks(-1), "-00:00:00.0000001"),
        ["RunStateRetention"] = (options => options.RunStateRetention = TimeSpan.FromSeconds(59), "00:00:59"),
        ["MaxStateValueSize"] = (options => options.MaxStateValueSize = 0, "0"),
        ["HistoryTurnsPerThread"] = (options => options.HistoryTurnsPerThread = -5, "-5"),
        ["WatchdogPeriod"] = (options => options.WatchdogPeriod = TimeSpan.Zero, "00:00:00"),
        ["StarvationThreshold"] = (options => options.StarvationThreshold = TimeSpan.FromDays(3), "3.00:00:00"),
        ["Audit"] = (options => options.Audit = null!, "null"),
        ["Audit.Calls"] = (options => options.Audit.Calls = (AuditedCalls)7, "7"),
        ["Audit.OnFailure"] = (options => options.Audit.OnFailure = (AuditFailureMode)(-1), "-1"),
        ["Audit.CheckpointEvery"] = (options => options.Audit.CheckpointEvery = 0, "0"),
        ["Audit.MaxPendingPerOwner"] = (options => options.Audit.MaxPendingPerOwner = 1_000_001, "1000001"),
        ["Audit.MaxOpenOwners"] = (options => options.Audit.MaxOpenOwners = -3, "-3"),
        ["Audit.WriteTimeout"] = (options => options.Audit.WriteTimeout = Timeout.InfiniteTimeSpan, "-00:00:00.0010000"),
        ["Audit.CheckpointInterval"] = (options => options.Audit.CheckpointInterval = TimeSpan.FromDays(2), "2.00:00:00"),
        ["LogPseudonymKey"] = (options => options.LogPseudonymKey = [], "0"),
    };
}
