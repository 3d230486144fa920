using System.Diagnostics;
using System.Globalization;
using ModelContextProtocol.Client;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>The reference server of the protocol, from its package, in a process for each connection.</summary>
public sealed class EverythingServer : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Everything");
    private static readonly string Entry = Path.Combine(Folder, "node_modules", "@modelcontextprotocol", "server-everything", "dist", "index.js");

    private string? _missing;
    private int _started;

    public async ValueTask InitializeAsync()
    {
        if (await RunAsync("node", "-e", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)") is not null || await RunAsync("npm", "--version") is not null)
        {
            _missing = "There is no npm, or no node of version 20 or later, here.";
        }
        else if (!File.Exists(Entry) && await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund") is { } fault)
        {
            _missing = $"The server could not be installed: {fault}";
        }
    }

    internal void SkipIfMissing() => Assert.SkipWhen(_missing is not null, _missing ?? "");

    internal IClientTransport Connect(McpTransportContext context)
    {
        // The shell writes down its own id, and becomes the server.
        return new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "sh",
            Arguments = ["-c", "echo $$ > \"$0\" && exec node \"$1\" stdio", PidFile(Interlocked.Increment(ref _started)), Entry],
            WorkingDirectory = Folder,
            EnvironmentVariables = new Dictionary<string, string?> { ["OWNER"] = context.Owner.UserId.Value },
            ShutdownTimeout = TimeSpan.FromSeconds(2),
        });
    }

    internal int Started => _started;

    /// <summary>The process of the connection that was made last.</summary>
    internal Process Process() => System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(PidFile(_started)), CultureInfo.InvariantCulture));

    public ValueTask DisposeAsync() => default;

    private static string PidFile(int number) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{number}.pid"));

    /// <summary>Null when it went well; else why not.</summary>
    private static async Task<string?> RunAsync(string command, params string[] arguments)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            await output;
            return process.ExitCode == 0 ? null : (await errors).Trim().Split('\n')[^1];
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
