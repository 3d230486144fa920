using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Netra.Agents.AspNetCore;

/// <summary>Says whether runs get through; unhealthy is what the registration says it is.</summary>
internal sealed class AgentHealthCheck(Canary canary) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var finding = await canary.AskAsync(cancellationToken);
        return new HealthCheckResult(finding.Status == HealthStatus.Unhealthy ? context.Registration.FailureStatus : finding.Status, finding.Description);
    }
}
