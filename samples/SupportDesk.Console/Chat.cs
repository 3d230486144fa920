using System.Text.Json;
using Netra.Agents;

namespace SupportDesk.Terminal;

/// <summary>A conversation of one customer with the desk, line by line.</summary>
internal static class Chat
{
    internal static async Task<int> RunAsync(Desk desk, string user, TextReader input, CancellationToken cancellationToken)
    {
        Console.WriteLine($"You are {user}. Ask ('help' says what), or 'exit'.");
        var sink = new ChatSink();
        var connection = Desk.Connect(user, sink);
        sink.Ask = async request =>
        {
            Console.Write($"May I ({request.ToolName})? y/n ");
            var yes = (await input.ReadLineAsync(cancellationToken))?.Trim().StartsWith("y", StringComparison.OrdinalIgnoreCase) is true;
            await desk.Connections.ExecuteAsync(
                connection, JsonSerializer.SerializeToUtf8Bytes(new { type = "approve", approval_id = request.ApprovalId.ToString(), approved = yes }), cancellationToken);
        };
        while (true)
        {
            Console.Write("> ");
            var line = (await input.ReadLineAsync(cancellationToken))?.Trim();
            if (line is null or "exit" or "quit")
            {
                return 0;
            }

            if (line.Length > 0)
            {
                var response = await desk.Connections.ExecuteAsync(connection, Request.Say(line, $"chat-{user}").Message, cancellationToken);
                Console.WriteLine(response.Status == "agent_completed" ? "" : $"(that went wrong: {response.Error?.Message ?? sink.Problem ?? response.Status})");
            }
        }
    }
}
