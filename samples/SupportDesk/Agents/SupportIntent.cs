namespace SupportDesk.Agents;

/// <summary>What a customer's sentence asks for: a closed family, made by <see cref="SupportIntentParser"/>.</summary>
public abstract record SupportIntent
{
    private protected SupportIntent()
    {
    }
}
