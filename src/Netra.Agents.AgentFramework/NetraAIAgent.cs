using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Netra.Agents.AgentFramework;

namespace Netra.Agents;

/// <summary>An agent of the library as an <see cref="AIAgent"/>. Each run is a run of the library: for the owner of its session, in its thread, with its events, deadlines and budgets.</summary>
/// <remarks>
/// <para>Safe for concurrent use, by all owners at once. Who is asking is in the session, which the host makes from an identity that it has authenticated
/// (<see cref="CreateSession"/>); nothing of it goes into messages, options or additional properties.</para>
/// <para>Pieces of the answer come as text, thinking as reasoning, usage at the end. Calls of the library's tools are not shown: they are made already. An answer that
/// is a fallback has an <see cref="ErrorContent"/> with the code <c>degraded</c>. A run that doesn't complete throws <see cref="AgentExecutionException"/>.</para>
/// <para>Cancelling the token, or leaving the stream, ends the run with all that belongs to it. Background responses are not offered, and a response
/// format is not imposed on the agent.</para>
/// </remarks>
public sealed class NetraAIAgent : AIAgent
{
    private readonly IAgentExecutionCore _core;
    private readonly string _name;
    private readonly Owner? _owner;
    private readonly Grants _grants;
    private readonly NetraAIAgentOptions _options;

    internal NetraAIAgent(IAgentExecutionCore core, string name, Owner? owner, Grants? grants, NetraAIAgentOptions options) =>
        (_core, _name, _owner, _grants, _options) = (core, name, owner, grants ?? Grants.None, options.Copy());

    /// <inheritdoc/>
    public override string Name => _name;

    /// <inheritdoc/>
    public override string? Description => _options.Description;

    /// <inheritdoc/>
    protected override string? IdCore => _name;

    /// <summary>Begins or goes on with a conversation.</summary>
    /// <param name="owner">Who is asking. Never taken from a message.</param>
    /// <param name="threadId">The conversation.</param>
    /// <param name="grants">What its runs may do; nothing by default.</param>
    /// <exception cref="ArgumentException">An id is missing.</exception>
    /// <exception cref="InvalidOperationException">The agent was made for another owner.</exception>
    public NetraAgentSession CreateSession(Owner owner, ThreadId threadId, Grants? grants = null)
    {
        ThrowIfNotFor(owner);
        return threadId == default
            ? throw new ArgumentException("The thread is missing: this ThreadId is a default value; make one with ThreadId.New().", nameof(threadId))
            : new NetraAgentSession(_name, owner, threadId, grants ?? Grants.None);
    }

    /// <summary>Reads a session that was serialised, for the owner who is asking now.</summary>
    /// <param name="serializedState">What <see cref="AIAgent.SerializeSessionAsync"/> gave.</param>
    /// <param name="owner">Who is asking. Never taken from a message, nor from the session.</param>
    /// <param name="grants">What its runs may do; nothing by default. A serialised session has none.</param>
    /// <exception cref="ArgumentException">It isn't a session of this agent, or the owner is missing.</exception>
    /// <exception cref="InvalidOperationException">It is another owner's, or the agent was made for another one.</exception>
    public NetraAgentSession DeserializeSession(JsonElement serializedState, Owner owner, Grants? grants = null)
    {
        ThrowIfNotFor(owner);
        return NetraSessionJson.Read(serializedState, _name, owner, grants ?? Grants.None);
    }

    /// <inheritdoc/>
    protected override ValueTask<AgentSession> CreateSessionCoreAsync(CancellationToken cancellationToken = default) =>
        new(NewSession());

    /// <inheritdoc/>
    protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(JsonElement serializedState, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default) =>
        new(DeserializeSession(serializedState, OwnOwner(nameof(DeserializeSession)), _grants));

    /// <inheritdoc/>
    protected override ValueTask<JsonElement> SerializeSessionCoreAsync(AgentSession session, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default) =>
        new(NetraSessionJson.Write(Own(session)));

    /// <inheritdoc/>
    protected override async Task<AgentResponse> RunCoreAsync(
        IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (context, request) = Begin(messages, session, options);
        var result = await _core.ExecuteAsync(_name, context, request, cancellationToken);
        return new NetraAIAgentResponse(this, context.RunId).Whole(OutputOf(result, cancellationToken));
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (context, request) = Begin(messages, session, options);
        var response = new NetraAIAgentResponse(this, context.RunId);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = _core.ExecuteAsync(_name, context, request, left.Token).AsTask();
        try
        {
            // Ends with the run, and the run ends with the token: the reading needs none of its own.
            var events = running.IsCompleted ? null : _core.SubscribeAsync(context, context.RunId, 0, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
            await using (events)
            {
                while (events is not null && await HasNextAsync(events))
                {
                    if (response.Of(events.Current) is { } update)
                    {
                        yield return update;
                    }
                }
            }

            yield return response.Last(OutputOf(await running, cancellationToken));
        }
        finally
        {
            // Nothing goes on that nobody listens to. A run that has ended doesn't mind.
            await left.CancelAsync();
            await running;
        }
    }

    /// <summary>False, too, when the run has ended and isn't retained: its result is there then.</summary>
    private static async ValueTask<bool> HasNextAsync(IAsyncEnumerator<AgentEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (RunNotFoundException)
        {
            return false;
        }
    }

    private static AgentOutput OutputOf(AgentExecutionResult result, CancellationToken cancellationToken)
    {
        if (result.Status == ExecutionStatus.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return result.EnsureSuccess();
    }

    private (UserExecutionContext Context, AgentRequest Request) Begin(IEnumerable<ChatMessage> messages, AgentSession? session, AgentRunOptions? options)
    {
        ArgumentNullException.ThrowIfNull(messages);
#pragma warning disable MEAI001 // Only looked at, to refuse it: a run that was asked to go on must not begin anew.
        if (options?.ContinuationToken is not null)
#pragma warning restore MEAI001
        {
            throw new NotSupportedException("An agent of the library gives no continuation tokens: a run ends with the call that began it.");
        }

        var own = session is null ? NewSession() : Own(session);
        ChatMessage[] asked = [.. messages];
        return (
            UserExecutionContext.FromRequest(own.Owner, own.ThreadId, own.Grants, _options.ContextOptions?.Invoke()),
            new AgentRequest(_options.Input?.Invoke(asked) ?? NetraAIAgentInput.Of(asked)) { Timeouts = _options.Timeouts, Turns = _options.Turns, Budget = _options.Budget });
    }

    private NetraAgentSession NewSession() => new(_name, OwnOwner(nameof(CreateSession)), ThreadId.New(), _grants);

    private NetraAgentSession Own(AgentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session is not NetraAgentSession own || own.AgentName != _name)
        {
            throw new InvalidOperationException($"The session is not one of agent '{_name}'. Make it with {nameof(NetraAIAgent)}.{nameof(CreateSession)}.");
        }

        ThrowIfNotFor(own.Owner);
        return own;
    }

    private Owner OwnOwner(string member) => _owner
        ?? throw new InvalidOperationException($"Agent '{_name}' was made for no owner in particular, so who is asking must be said: use {nameof(NetraAIAgent)}.{member} with the owner, or make the agent with AsAIAgent(name, owner).");

    private void ThrowIfNotFor(Owner owner)
    {
        if (owner == default)
        {
            throw new ArgumentException("The owner is missing: a default Owner names nobody and is never taken for everybody.", nameof(owner));
        }

        if (_owner is { } only && only != owner)
        {
            throw new InvalidOperationException($"Agent '{_name}' was made for one owner, and this is another. Nothing was begun.");
        }
    }
}
