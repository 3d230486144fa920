using System.Diagnostics.CodeAnalysis;

namespace Netra.Agents.Extensions.AI;

/// <summary>A model call that failed, between the call and whoever decides whether it is made again.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Never leaves this assembly.")]
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "As above.")]
internal sealed class ModelException(ModelFault fault, bool mayRepeat, Exception? innerException) : Exception(fault.Message, innerException)
{
    internal ModelFault Fault { get; } = fault;

    /// <summary>True when nothing was received, and asking again may help.</summary>
    internal bool MayRepeat { get; } = mayRepeat;
}
