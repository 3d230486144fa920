using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>One execution of a chat agent: ask the model, make the calls it wants, tell it what came of them, until it answers.</summary>
internal sealed class ChatLoop
{
    private readonly ChatAgent _agent;
    private readonly AgentExecution _execution;
    private readonly IChatClient _client;
    private readonly CancellationToken _cancellationToken;
    private readonly List<ChatMessage> _messages = [];
    private readonly ChatTranscript? _transcript;
    private readonly AnswerShape? _shape;
    private readonly Func<ChatResponseUpdate, ValueTask> _take;
    private ModelAnswer _answer = new();
    private WholeText _text;
    private FunctionCalls? _calls;
    private long _inputTokens;
    private long _outputTokens;
    private bool _hasUsage;

    internal ChatLoop(ChatAgent agent, AgentExecution execution, IChatClient client, CancellationToken cancellationToken)
    {
        (_agent, _execution, _client, _cancellationToken) = (agent, execution, client, cancellationToken);
        _shape = execution.OutputSchema.IsNull ? null : new AnswerShape(execution);

        // The thread is the conversation of whoever began the run: what agents say to each other is no part of it.
        _transcript = agent.Options.HistoryTurns > 0 && execution.ParentExecutionId is null ? new ChatTranscript(execution.History, cancellationToken) : null;
        _take = TakeAsync;
    }

    internal async ValueTask<AgentOutput> RunAsync()
    {
        await BeginAsync();
        var options = await OptionsAsync();
        for (var round = 1; round <= _agent.Options.MaxRounds; round++)
        {
            await AskAsync(options);
            if (_answer.Calls.Count > 0)
            {
                await CallAsync();
            }
            else if (await AnsweredAsync() is { } output)
            {
                return output;
            }
        }

        throw new AgentException(AgentErrorCodes.BoundReached, $"The model was asked {_agent.Options.MaxRounds} times and came to no answer (ChatAgentOptions.MaxRounds).");
    }

    private async ValueTask BeginAsync()
    {
        if (_agent.InstructionsFor(_execution) is { Length: > 0 } instructions)
        {
            _messages.Add(new ChatMessage(ChatRole.System, instructions));
        }

        var asked = _execution.Input.Text;
        if (_transcript is not null)
        {
            _messages.AddRange(await ChatTranscript.BeforeAsync(_execution.History, _agent.Options.HistoryTurns, _cancellationToken));

            // Before the model is asked: what the owner said is kept, whatever comes of it.
            await _execution.History.AddAsync(ChatRole.User.Value, asked, _cancellationToken);
        }

        _messages.Add(new ChatMessage(ChatRole.User, asked));
    }

    private async ValueTask<ChatOptions> OptionsAsync()
    {
        var options = _agent.Options.ChatOptions?.Clone() ?? new ChatOptions();
        options.ResponseFormat = _shape?.Format;
        if (_agent.Offered is { Count: 0 })
        {
            return options;
        }

        List<AITool>? tools = null;
        foreach (var definition in await _execution.Tools.ListAsync(_cancellationToken))
        {
            if (_agent.Offered?.Contains(definition.Name) is not false)
            {
                (tools ??= []).Add(_agent.Declarations.Of(definition));
            }
        }

        options.Tools = tools;
        return options;
    }

    private async ValueTask AskAsync(ChatOptions options)
    {
        _answer = new ModelAnswer();
        await using var spending = await ModelSpending.BeginAsync(_execution, _messages, options);
        try
        {
            await _agent.Model.AskAsync(new ModelQuestion(_execution, _client, _messages, spending.Within(options), _take), _cancellationToken);
            await HearAsync(_text.Rest());
            if (_answer.IsFiltered)
            {
                await SaveAsync();
                throw new AgentException(ModelErrorCodes.ContentFiltered, "The model would not answer this.");
            }
        }
        catch (ModelException e)
        {
            await SaveAsync();
            throw new AgentException(ErrorOf(e), e.InnerException);
        }
        finally
        {
            spending.Spent = _answer;
            Count(_answer.Usage);
        }
    }

    private AgentError ErrorOf(ModelException e) => _answer.IsEmpty || e.Fault.Code == ModelErrorCodes.ModelTimedOut
        ? new AgentError(e.Fault.Code, e.Fault.Message) { RetryAfter = e.Fault.RetryAfter }
        : new AgentError(ModelErrorCodes.ModelInterrupted, $"The answer broke off: {e.Fault.Message}") { RetryAfter = e.Fault.RetryAfter };

    private async ValueTask TakeAsync(ChatResponseUpdate update)
    {
        _answer.Note(update);
        foreach (var content in update.Contents)
        {
            if (content is TextContent piece)
            {
                await HearAsync(_text.Next(piece.Text));
                continue;
            }

            _answer.Add(content);
            switch (content)
            {
                case TextReasoningContent { Text.Length: > 0 } thought:
                    _execution.Events.Thinking(thought.Text);
                    break;
                case ErrorContent error when !_answer.IsFiltered:
                    throw new InvalidOperationException($"The model's service reported an error ({error.ErrorCode}): {error.Message}");
                default:
                    _execution.ReportProgress();
                    break;
            }
        }
    }

    private ValueTask SayAsync(ChatMessage message) => _transcript?.SayAsync(message) ?? default;

    /// <summary>What was heard of an answer that broke off stays.</summary>
    private ValueTask SaveAsync() => _transcript?.SaveAsync() ?? default;

    private ValueTask HearAsync(string text)
    {
        if (text.Length == 0)
        {
            return default;
        }

        _answer.AddText(text);
        if (_shape is not null)
        {
            // An answer that must fit a schema is shown when it does.
            _execution.ReportProgress();
            return default;
        }

        _execution.Events.Text(text);
        return _transcript?.HearAsync(text) ?? default;
    }

    private async ValueTask CallAsync()
    {
        var asked = _answer.ToMessage();
        _messages.Add(asked);
        await SayAsync(asked);
        _calls ??= new FunctionCalls(_execution, _agent.Options, _agent.Offered, _cancellationToken);
        var results = await _calls.MakeAsync(_answer.Calls);
        _messages.Add(results);
        await SayAsync(results);
        _calls.ThrowIfDenied();
    }

    /// <summary>The output; null when the model has to try again.</summary>
    private async ValueTask<AgentOutput?> AnsweredAsync()
    {
        var text = _answer.Text;
        if (text.Length == 0)
        {
            throw new AgentException(AgentErrorCodes.NoOutput, "The model gave no answer.");
        }

        AgentOutput output;
        if (_shape is null)
        {
            // An answer whose end wasn't announced may have been cut: it is never passed off as whole.
            output = AgentOutput.FromText(text) with { IsDegraded = _answer.FinishReason is null || _answer.FinishReason == ChatFinishReason.Length };
        }
        else if (_shape.TryRead(text, out var value, out var fault))
        {
            output = AgentOutput.FromValue(value);
        }
        else
        {
            _messages.Add(_answer.ToMessage());
            _messages.Add(new ChatMessage(ChatRole.User, $"That doesn't fit the schema: {fault} Answer again, with JSON that fits and nothing else."));
            return null;
        }

        if (_transcript is not null)
        {
            await _transcript.CompleteAsync(_answer.ToMessage());
        }

        Tell();
        return _hasUsage ? output with { Usage = new TokenUsage(_inputTokens, _outputTokens) } : output;
    }

    private void Count(UsageDetails? usage)
    {
        if (usage is not null)
        {
            _hasUsage = true;
            _inputTokens += usage.InputTokenCount ?? 0;
            _outputTokens += usage.OutputTokenCount ?? 0;
        }
    }

    private void Tell()
    {
        if (_hasUsage && Activity.Current is { Source.Name: NetraAgentsDiagnostics.ActivitySourceName } span)
        {
            span.SetTag("gen_ai.usage.input_tokens", _inputTokens);
            span.SetTag("gen_ai.usage.output_tokens", _outputTokens);
        }
    }
}
