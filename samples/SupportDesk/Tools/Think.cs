namespace SupportDesk.Tools;

/// <summary>A place for an agent to think aloud.</summary>
public static class Think
{
    public static ShopTool Tool { get; } = new(
        "think",
        "Writes down a thought for later steps. Reads and changes nothing.",
        """
        {
            "type": "object",
            "properties": {
                "thought": { "type": "string", "description": "The thought." }
            },
            "required": ["thought"]
        }
        """,
        ChangesData: false,
        ExecuteAsync);

    public static ValueTask<string> ExecuteAsync(string thought, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new("");
    }
}
