using System.Text;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>What an execution adds to its conversation. It is kept while it is said: what was heard when the execution is stopped stays, as an interrupted turn.</summary>
internal sealed class ChatTranscript(ThreadHistory history, CancellationToken cancellationToken)
{
    // A save costs a write of the whole turn: the more there is, the more has to come for the next.
    private const int SavedAtFirst = 64;

    private readonly List<ChatMessage> _said = [];
    private readonly StringBuilder _hearing = new();
    private OpenTurn? _turn;
    private int _unsaved;
    private int _saved;

    /// <summary>The turns before this one, as messages.</summary>
    internal static async ValueTask<IEnumerable<ChatMessage>> BeforeAsync(ThreadHistory history, int turns, CancellationToken cancellationToken)
    {
        var before = await history.ReadLastAsync(turns, cancellationToken);

        // A conversation that begins with an answer is refused by some models.
        return before.SelectMany(ChatTurnContent.Read).SkipWhile(message => message.Role != ChatRole.User);
    }

    /// <summary>A piece of the answer was heard.</summary>
    internal ValueTask HearAsync(string text)
    {
        _hearing.Append(text);
        _unsaved += text.Length;
        return _unsaved >= Math.Max(SavedAtFirst, _saved / 4) ? SaveAsync() : default;
    }

    /// <summary>A whole message was said; it takes the place of the pieces that were heard of it.</summary>
    internal ValueTask SayAsync(ChatMessage message)
    {
        _said.Add(message);
        _hearing.Clear();
        return SaveAsync();
    }

    /// <summary>The last message was said: the turn is complete.</summary>
    internal async ValueTask CompleteAsync(ChatMessage last)
    {
        _said.Add(last);
        var content = ChatTurnContent.Write(_said, "");
        if (_turn is null)
        {
            await history.AddAsync(ChatRole.Assistant.Value, content, cancellationToken);
        }
        else
        {
            (await _turn.CompleteAsync(content, cancellationToken)).EnsureSuccess();
        }
    }

    /// <summary>Keeps what there is. A turn that somebody else has given up meanwhile is not written over.</summary>
    internal async ValueTask SaveAsync()
    {
        if (_unsaved == 0 && _said.Count == 0)
        {
            return;
        }

        var content = ChatTurnContent.Write(_said, _hearing.ToString());
        (_saved, _unsaved) = (_saved + _unsaved, 0);
        if (_turn is null)
        {
            _turn = await history.BeginAsync(ChatRole.Assistant.Value, content, cancellationToken);
        }
        else
        {
            await _turn.SaveAsync(content, cancellationToken);
        }
    }
}
