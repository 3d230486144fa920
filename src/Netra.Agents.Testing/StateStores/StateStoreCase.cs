namespace Netra.Agents.Testing;

/// <summary>One thing that every <see cref="IStateStore"/> must do.</summary>
public sealed class StateStoreCase
{
    private readonly Func<StateTrial, Task> _body;

    internal StateStoreCase(string name, Func<StateTrial, Task> body) => (Name, _body) = (name, body);

    /// <summary>What it must do, in words; unique.</summary>
    public string Name { get; }

    /// <summary>Tries it on a new store, which is disposed afterwards if it can be.</summary>
    /// <exception cref="ConformanceException">The store doesn't do it; the message says what was expected.</exception>
    public async Task RunAsync(StateStoreFixture fixture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        var clock = new CaseClock();
        var store = await fixture.CreateAsync(clock, cancellationToken);
        try
        {
            await _body(new StateTrial(store, clock, cancellationToken));
        }
        catch (Exception e) when (e is not ConformanceException && !cancellationToken.IsCancellationRequested)
        {
            throw new ConformanceException($"{Name}: the store threw {e.GetType().Name} where it must not: {e.Message}", e);
        }
        catch (ConformanceException e)
        {
            throw new ConformanceException($"{Name}: {e.Message}", e);
        }
        finally
        {
            switch (store)
            {
                case IAsyncDisposable asynchronous: await asynchronous.DisposeAsync(); break;
                case IDisposable synchronous: synchronous.Dispose(); break;
            }
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
