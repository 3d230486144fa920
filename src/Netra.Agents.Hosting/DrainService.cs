using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Netra.Agents.Hosting;

/// <summary>Checks the registrations when the host starts, and brings the library to rest when it stops: before the services that agents use are gone.</summary>
internal sealed class DrainService(IRunOperator runs, DrainOptions options, ILogger<DrainService> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var report = await runs.DrainAsync(options.Grace, cancellationToken);
        HostingLog.Drained(logger, report.Ended, report.Cancelled.Count, report.Took);
    }
}
