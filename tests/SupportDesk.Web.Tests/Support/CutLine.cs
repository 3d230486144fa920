using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace SupportDesk.Web.Tests.Support;

/// <summary>The network between a browser and the desk: every byte goes through here, until a test cuts it or lets one direction go nowhere.</summary>
internal sealed class CutLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _refusal = New();
    private volatile bool _isCut;

    internal CutLine(Uri target)
    {
        Target = target;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    internal Uri Address { get; }

    /// <summary>Where the desk is.</summary>
    internal Uri Target { get; set; }

    /// <summary>What the browser sends arrives nowhere, and it doesn't know.</summary>
    internal bool LosesRequests { get; set; }

    /// <summary>What the desk sends arrives nowhere, and it doesn't know.</summary>
    internal bool LosesAnswers { get; set; }

    /// <summary>Ends all connections and lets none begin.</summary>
    internal void Cut()
    {
        _isCut = true;
        foreach (var socket in _open.Keys)
            socket.Close(0);
    }

    internal void Restore() => (LosesRequests, LosesAnswers, _isCut) = (false, false, false);

    /// <summary>Ends when one more connection has been refused.</summary>
    internal Task NextRefusalAsync()
    {
        lock (_lock)
        {
            return _refusal.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        Cut();
        _listener.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A line breaks in many ways, and that is what it is for.")]
    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptSocketAsync();
                if (_isCut)
                    Refuse(browser);
                else
                    _ = CarryAsync(browser);
            }
        }
        catch (Exception)
        {
            // The test is over.
        }
    }

    private void Refuse(Socket browser)
    {
        browser.Close(0);
        lock (_lock)
        {
            _refusal.SetResult();
            _refusal = New();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A line breaks in many ways, and that is what it is for.")]
    private async Task CarryAsync(Socket browser)
    {
        using var desk = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _open[browser] = _open[desk] = 0;
            await desk.ConnectAsync(Target.Host, Target.Port);
            if (_isCut)
                return;

            await Task.WhenAll(CopyAsync(browser, desk, () => LosesRequests), CopyAsync(desk, browser, () => LosesAnswers));
        }
        catch (Exception)
        {
            // Cut, or closed at one end.
        }
        finally
        {
            browser.Close(0);
            _open.TryRemove(browser, out _);
            _open.TryRemove(desk, out _);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, Func<bool> isLost)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer) is > 0 and var read)
        {
            if (!isLost())
                await to.SendAsync(buffer.AsMemory(0, read));
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
