using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Netra.Agents.AspNetCore.Tests;

public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task AddOpenTelemetry_ProvidersOfTheHost_SpansAndMetricsArrive()
    {
        List<Activity> spans = [];
        List<Metric> metrics = [];
        var services = new ServiceCollection();
        services.AddNetraAgents().AddOpenTelemetry().AddAgent("observed", static (_, _) => AgentOutput.FromText("ok"));
        services.AddOpenTelemetry().WithTracing(tracing => tracing.AddInMemoryExporter(spans)).WithMetrics(meters => meters.AddInMemoryExporter(metrics));
        await using var provider = services.BuildServiceProvider();
        var tracer = provider.GetRequiredService<TracerProvider>();
        var meter = provider.GetRequiredService<MeterProvider>();
        var context = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New());
        await provider.GetRequiredService<IAgentExecutionCore>().ExecuteAsync("observed", context, "go", TestContext.Current.CancellationToken);
        tracer.ForceFlush();
        meter.ForceFlush();
        Assert.Contains(spans.ToArray(), span => span.DisplayName == "invoke_agent observed");
        Assert.Contains(metrics, metric => metric.MeterName == NetraAgentsDiagnostics.MeterName);
    }
}
