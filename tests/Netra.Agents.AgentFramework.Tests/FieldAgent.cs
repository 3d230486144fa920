using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Netra.Agents.AgentFramework.Tests;

/// <summary>Keeps what it was asked in a field, waits until all others have too, and answers with what the field holds then: right for one, a leak for two.</summary>
internal sealed class FieldAgent : ScriptedAgent
{
    private readonly Meeting _meeting;
    private string _asked = "";

    public FieldAgent(Meeting meeting) : this(meeting, new Reference())
    {
    }

    private FieldAgent(Meeting meeting, Reference self) : base((input, _, _) => self.Agent!.AnswerAsync(input))
    {
        _meeting = meeting;
        self.Agent = this;
    }

    private async IAsyncEnumerable<AgentResponseUpdate> AnswerAsync(string input)
    {
        _asked += input;
        await _meeting.ArriveAsync();
        yield return new AgentResponseUpdate(ChatRole.Assistant, _asked);
    }

    private sealed class Reference
    {
        internal FieldAgent? Agent { get; set; }
    }
}
