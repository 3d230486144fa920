using Netra.Agents;

namespace SupportDesk.Agents;

/// <summary>The desk's tools, as one answer asks for them: a call whose result is in the conversation goes on with it; the first that has none is wanted, and the answer waits for it.</summary>
internal sealed class SupportDeskCalls(string callerId, IReadOnlyList<string> results)
{
    private int _made;

    internal string CallerId => callerId;

    /// <summary>The call that the answer waits for; null when it waits for none.</summary>
    internal (string Tool, ContextValue Arguments)? Wanted { get; private set; }

    internal ValueTask<SupportReply> CallAsync(string tool, params (string Name, ContextValue Value)[] arguments)
    {
        if (_made < results.Count)
        {
            return new ValueTask<SupportReply>(SupportReply.Of(results[_made++]));
        }

        // The answer is worked out anew when the result is there: this one is never ended.
        Wanted = (tool, ContextValue.Map(arguments));
        return new ValueTask<SupportReply>(new TaskCompletionSource<SupportReply>().Task);
    }
}
