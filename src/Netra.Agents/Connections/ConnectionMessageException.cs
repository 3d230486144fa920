namespace Netra.Agents.Connections;

/// <summary>Carries a refusal from where a message is read to where it is answered; never leaves this room.</summary>
internal sealed class ConnectionMessageException(string code, string message, string request) : Exception(message)
{
    internal string Code { get; } = code;

    internal string Request { get; } = request;
}
