using System.Diagnostics;
using System.Text.Json;

namespace Netra.Agents.AspNetCore.Tests.AgUi;

/// <summary>The protocol's public client, from its package, in a process for each conversation.</summary>
public sealed class AgUiClient : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "AgUi");
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        var node = await RunAsync("node", "-e", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)");
        var npm = await RunAsync("npm", "--version");
        if (node.Code != 0 || npm.Code != 0)
        {
            _missing = "There is no npm, or no node of version 20 or later, here.";
        }
        else if (!File.Exists(Path.Combine(Folder, "node_modules", "@ag-ui", "client", "package.json")))
        {
            var install = await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            _missing = install.Code == 0 ? null : $"The client could not be installed: {install.Errors}";
        }
    }

    /// <summary>What the client has at the end; skips the test where there is none.</summary>
    internal async Task<JsonElement> TalkAsync(Uri url, string user, string said, params string[] approved)
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        var (code, output, errors) = await RunAsync("node", ["client.mjs", url.ToString(), user, said, .. approved]);
        Assert.True(code == 0, errors);
        return JsonElement.Parse(output);
    }

    public ValueTask DisposeAsync() => default;

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, await errors);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, "", e.Message);
        }
    }
}
