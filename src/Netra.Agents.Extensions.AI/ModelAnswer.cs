using System.Text;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>One answer of a model, put together from its pieces.</summary>
internal sealed class ModelAnswer
{
    private List<AIContent>? _contents;
    private string? _firstPiece;
    private StringBuilder? _pieces;
    private List<FunctionCallContent>? _calls;

    internal IReadOnlyList<FunctionCallContent> Calls => _calls ?? [];

    internal ChatFinishReason? FinishReason { get; private set; }

    /// <summary>The model, or a filter before it, would not answer.</summary>
    internal bool IsFiltered { get; private set; }

    internal UsageDetails? Usage { get; private set; }

    /// <summary>Nothing was received that could be shown or acted on.</summary>
    internal bool IsEmpty => _contents is null && _firstPiece is null;

    internal long TextLength { get; private set; }

    internal string Text
    {
        get
        {
            if (_contents is null)
            {
                return _pieces?.ToString() ?? _firstPiece ?? "";
            }

            Close();
            return string.Concat(_contents.OfType<TextContent>().Select(content => content.Text));
        }
    }

    /// <summary>The answer as the model is shown it in the next round.</summary>
    internal ChatMessage ToMessage()
    {
        Close();
        return new ChatMessage(ChatRole.Assistant, _contents ?? []);
    }

    internal void Note(ChatResponseUpdate update)
    {
        FinishReason = update.FinishReason ?? FinishReason;
        IsFiltered |= FinishReason == ChatFinishReason.ContentFilter;
    }

    /// <exception cref="InvalidOperationException">The answer is longer than any value may be.</exception>
    internal void AddText(string text)
    {
        TextLength += text.Length;
        if (TextLength > ContextValue.MaxSize)
        {
            throw new InvalidOperationException($"The answer has more than {ContextValue.MaxSize} characters.");
        }

        if (_firstPiece is null)
        {
            _firstPiece = text;
        }
        else
        {
            (_pieces ??= new StringBuilder(_firstPiece)).Append(text);
        }
    }

    /// <summary>Takes what is no text.</summary>
    internal void Add(AIContent content)
    {
        switch (content)
        {
            case UsageContent usage:
                if (Usage is null)
                {
                    Usage = new UsageDetails();
                }

                Usage.Add(usage.Details);
                break;
            case ErrorContent { ErrorCode: "Refusal" }:
                IsFiltered = true;
                break;
            case FunctionCallContent call:
                Close();
                var shown = call.Arguments is null ? WithNoArguments(call) : call;
                (_contents ??= []).Add(shown);
                if (!shown.InformationalOnly)
                {
                    (_calls ??= []).Add(shown);
                }

                break;
            default:
                Close();
                (_contents ??= []).Add(content);
                break;
        }
    }

    /// <summary>A call without arguments, or with some that couldn't be read, as one that every service takes back: some refuse arguments that are no object.</summary>
    private static FunctionCallContent WithNoArguments(FunctionCallContent call) => new(call.CallId, call.Name, new Dictionary<string, object?>())
    {
        Exception = call.Exception,
        InformationalOnly = call.InformationalOnly,
        AdditionalProperties = call.AdditionalProperties,
        Annotations = call.Annotations,
        RawRepresentation = call.RawRepresentation,
    };

    /// <summary>Ends a stretch of text: what comes next stands beside it.</summary>
    private void Close()
    {
        if (_firstPiece is not null)
        {
            (_contents ??= []).Add(new TextContent(_pieces?.ToString() ?? _firstPiece));
            (_firstPiece, _pieces) = (null, null);
        }
    }
}
