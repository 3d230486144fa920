using Netra.Agents;

namespace RushHour;

/// <summary>What customers pay for.</summary>
internal static class Plans
{
    private static readonly OwnerClass Gold = new("gold") { Weight = 3, Budget = new BudgetLimits { Money = 20.00m } };
    private static readonly OwnerClass Standard = new("standard");

    internal static OwnerClass ClassOf(Owner owner) => owner.UserId.Value == "gold" ? Gold : Standard;
}
