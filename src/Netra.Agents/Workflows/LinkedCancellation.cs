using System.Diagnostics.CodeAnalysis;
using Netra.Agents.Fencing;

namespace Netra.Agents.Workflows;

/// <summary>A token that follows another and can be cancelled by itself. Let go of, it leaves nothing behind at the other one.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It unregisters; the source has no timer and no link, and disposing it would break code that was left behind with its token.")]
internal sealed class LinkedCancellation
{
    private readonly WorkflowStrands _strands;
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;

    internal LinkedCancellation(WorkflowStrands strands, CancellationToken outer)
    {
        _strands = strands;
        _registration = outer.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    internal CancellationToken Token => _source.Token;

    /// <summary>Runs nobody's callbacks on this thread. Until all have run the attempt doesn't take itself for standing still.</summary>
    internal void Cancel()
    {
        if (!_source.IsCancellationRequested)
        {
            _strands.CancellationBegins();
            _ = CancelAsync();
        }
    }

    internal void LetGo() => _registration.Unregister();

    private async Task CancelAsync()
    {
        try
        {
            await BackgroundCancellation.CancelAsync(_source);
        }
        catch (AggregateException)
        {
            // A callback that throws is the fault of who registered it.
        }
        finally
        {
            _strands.CancellationEnds();
        }
    }
}
