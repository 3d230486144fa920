namespace Netra.Agents;

/// <summary>The codes with which a chat agent fails when its model does. They are stable.</summary>
public static class ModelErrorCodes
{
    /// <summary>The model, or what lies before it, failed.</summary>
    public const string ModelFailed = "model_failed";

    /// <summary>The model takes no more at present; <see cref="AgentError.RetryAfter"/> says until when, if that is known.</summary>
    public const string ModelBusy = "model_busy";

    /// <summary>The model can't be reached, or its service is out of order.</summary>
    public const string ModelUnavailable = "model_unavailable";

    /// <summary>The model took longer than <see cref="ChatAgentOptions.ModelTimeout"/>.</summary>
    public const string ModelTimedOut = "model_timed_out";

    /// <summary>The answer broke off. What was received stays in the history as an interrupted turn.</summary>
    public const string ModelInterrupted = "model_interrupted";

    /// <summary>The model, or a filter before it, would not answer this.</summary>
    public const string ContentFiltered = "content_filtered";
}
