using SupportDesk.Models;

namespace SupportDesk.Hosting;

/// <summary>How the desk works.</summary>
public sealed class SupportDeskOptions
{
    /// <summary>Whether the customer must say yes to each call that changes something.</summary>
    /// <value>True by default.</value>
    public bool ConfirmChanges { get; set; } = true;

    /// <summary>The model that answers.</summary>
    /// <value>The rule-based one by default, which needs no key.</value>
    public ModelChoice Model { get; set; } = ModelChoice.From(static _ => null);

    /// <summary>How long the desk waits for that yes.</summary>
    /// <value>2 minutes by default.</value>
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromMinutes(2);
}
