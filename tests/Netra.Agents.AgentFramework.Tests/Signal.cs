namespace Netra.Agents.AgentFramework.Tests;

/// <summary>Something that happens once.</summary>
internal sealed class Signal
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Task => Rig.Within(_source.Task);

    internal void Set() => _source.TrySetResult();
}
