namespace Netra.Agents;

/// <summary>Why a write can't be done, whatever the version.</summary>
public enum StateFaultCode
{
    /// <summary>An append to something that isn't a list.</summary>
    NotAList,

    /// <summary>An increment of something that is neither integer nor decimal.</summary>
    NotANumber,

    /// <summary>An increment beyond what an integer or decimal holds.</summary>
    Overflow,

    /// <summary>A list beyond <see cref="ContextValue.MaxSize"/> or <see cref="ContextValue.MaxDepth"/>.</summary>
    TooLarge,

    /// <summary>The store has no room for the owner.</summary>
    Full,
}
