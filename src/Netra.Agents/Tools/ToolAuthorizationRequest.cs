namespace Netra.Agents;

/// <summary>What an authorizer decides about: who wants to call which tool with which arguments. The arguments can't change afterwards.</summary>
/// <param name="UserContext">For whom.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">What it would be called with; not yet checked against the schema.</param>
public readonly record struct ToolAuthorizationRequest(UserExecutionContext UserContext, ToolDefinition Tool, ContextValue Arguments);
