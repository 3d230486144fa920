namespace Netra.Agents;

/// <summary>How an execution ended whose output was asked for as a type.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class AgentExecutionResult<T>
{
    private readonly T? _value;

    internal AgentExecutionResult(AgentExecutionResult result, T? value, AgentError? error) => (Result, _value, Error) = (result, value, error);

    /// <summary>How it ended.</summary>
    public AgentExecutionResult Result { get; }

    /// <summary>Why there is no value; null when there is one.</summary>
    public AgentError? Error { get; }

    /// <summary>True when there is a value.</summary>
    public bool Succeeded => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="AgentExecutionException">The execution did not complete.</exception>
    /// <exception cref="AgentException">It completed with what can't be read as the type.</exception>
    public T EnsureSuccess()
    {
        Result.EnsureSuccess();
        return Error is null ? _value! : throw new AgentException(Error);
    }

    /// <summary>The agent and how it ended, and nothing of its output.</summary>
    public override string ToString() => Succeeded ? Result.ToString() : $"{Result.AgentName}: {Result.Status} ({Error!.Code})";
}
