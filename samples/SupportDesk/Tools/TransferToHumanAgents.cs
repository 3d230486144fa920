namespace SupportDesk.Tools;

/// <summary>Hands the customer over to a person.</summary>
public static class TransferToHumanAgents
{
    public static ShopTool Tool { get; } = new(
        "transfer_to_human_agents",
        "Hands the customer over to a person. Only when the customer asks for one, or when no tool can solve the matter.",
        """
        {
            "type": "object",
            "properties": {
                "summary": { "type": "string", "description": "What the customer wants and what has been done so far." }
            },
            "required": ["summary"]
        }
        """,
        ChangesData: false,
        ExecuteAsync);

    public static ValueTask<string> ExecuteAsync(string summary, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new("Transfer successful");
    }
}
