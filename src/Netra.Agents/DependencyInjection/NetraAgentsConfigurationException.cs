namespace Netra.Agents;

/// <summary>The registrations have faults; all of them are listed. Nothing runs until they are mended.</summary>
public sealed class NetraAgentsConfigurationException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public NetraAgentsConfigurationException() { }

    /// <summary>Creates the exception with a message.</summary>
    public NetraAgentsConfigurationException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public NetraAgentsConfigurationException(string message, Exception? innerException) : base(message, innerException) { }

    internal NetraAgentsConfigurationException(IReadOnlyList<string> faults)
        : base($"AddNetraAgents has {faults.Count} fault{(faults.Count == 1 ? "" : "s")}:{string.Concat(faults.Select(fault => $"{Environment.NewLine}- {fault}"))}") => Faults = faults;

    /// <summary>The faults, one sentence or two each.</summary>
    public IReadOnlyList<string> Faults { get; } = [];
}
