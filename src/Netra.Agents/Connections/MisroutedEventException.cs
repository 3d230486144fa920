namespace Netra.Agents.Connections;

/// <summary>A bug of the library's own, told apart from whatever a host's connection may throw: that is only a lost connection.</summary>
internal sealed class MisroutedEventException() : NetraAgentsException("An event of another owner was about to be sent on a connection. It was not sent.");
