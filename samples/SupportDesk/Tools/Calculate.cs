namespace SupportDesk.Tools;

/// <summary>Arithmetic for an agent that can't be trusted with it.</summary>
public static class Calculate
{
    public static ShopTool Tool { get; } = new(
        "calculate",
        "Works out a sum of money or any other arithmetic expression, rounded to two places.",
        """
        {
            "type": "object",
            "properties": {
                "expression": { "type": "string", "description": "Numbers, + - * /, parentheses and spaces, for example '2 + 2'." }
            },
            "required": ["expression"]
        }
        """,
        ChangesData: false,
        ExecuteAsync);

    public static ValueTask<string> ExecuteAsync(string expression, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Arithmetic.Answer(expression));
    }
}
