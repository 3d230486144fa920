using SupportDesk.Data;
using SupportDesk.Models;

namespace SupportDesk.Terminal;

/// <summary>Chooses what to do from the command line, and says what is wrong with it.</summary>
public static class TerminalProgram
{
    private const string Help = """
        A shop's support desk, with many customers at once.

          dotnet run --project samples/SupportDesk.Console                      serves the sample's customers and shows their events
          dotnet run --project samples/SupportDesk.Console -- --data DIR        the same on a folder with users.json, orders.json, products.json
                                                                                (and plays its tasks_*.json, if there are any)
          dotnet run --project samples/SupportDesk.Console -- chat --user NAME  talks to the desk as one customer; 'exit' ends
                                                                                (OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL or OLLAMA_HOST,
                                                                                OLLAMA_MODEL name a model; without, answers come by rules)
        """;

    public static async Task<int> RunAsync(string[] args, TextReader input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(input);
        if (args is ["--help" or "-h" or "help"])
        {
            Console.WriteLine(Help);
            return 0;
        }

        if (!CommandLine.TryRead(args, out var command, out var problem))
        {
            return Fail($"{problem}{Environment.NewLine}{Environment.NewLine}{Help}");
        }

        try
        {
            var data = command.Data is null ? ShopData.LoadSample() : ShopData.Load(command.Data);
            if (!command.Chats)
            {
                var customers = command.Data is null ? SampleDay.Customers(data) : TaskFiles.Customers(command.Data) ?? SampleDay.Customers(data);
                return await Floor.RunAsync(data, customers, cancellationToken);
            }

            var model = ModelChoice.From(Environment.GetEnvironmentVariable);
            Console.WriteLine($"Answers come from {model.Name}.");
            await using var desk = Desk.Open(data, confirmChanges: true, model);
            return data.Users.ContainsKey(command.User!)
                ? await Chat.RunAsync(desk, command.User!, input, cancellationToken)
                : Fail($"There is no customer '{command.User}'. Some that there are: {string.Join(", ", data.Users.Keys.Order(StringComparer.Ordinal).Take(5))}.");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or UriFormatException)
        {
            return Fail(e.Message);
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
