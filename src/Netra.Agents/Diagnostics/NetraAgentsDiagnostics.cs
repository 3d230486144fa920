namespace Netra.Agents;

/// <summary>The names under which the library can be observed.</summary>
public static class NetraAgentsDiagnostics
{
    /// <summary>The name of the activity source: spans <c>invoke_agent {name}</c> and <c>execute_tool {name}</c>, attributes after the OpenTelemetry GenAI conventions.</summary>
    public const string ActivitySourceName = "Netra.Agents";

    /// <summary>The name of the meter. No tag of any of its instruments identifies a user.</summary>
    public const string MeterName = "Netra.Agents";
}
