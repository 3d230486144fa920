namespace SupportDesk.Terminal;

/// <summary>What was asked for.</summary>
internal sealed record CommandLine(bool Chats, string? User, string? Data)
{
    internal static bool TryRead(string[] args, out CommandLine command, out string problem)
    {
        (command, problem) = (new CommandLine(false, null, null), "");
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "chat" when i == 0:
                    command = command with { Chats = true };
                    break;
                case "--user" or "--data" when i + 1 == args.Length:
                    problem = $"{args[i]} needs a value.";
                    return false;
                case "--user":
                    command = command with { User = args[++i] };
                    break;
                case "--data":
                    command = command with { Data = args[++i] };
                    break;
                default:
                    problem = $"'{args[i]}' means nothing here.";
                    return false;
            }
        }

        problem = command.Chats && command.User is null ? "chat needs --user NAME."
            : !command.Chats && command.User is not null ? "--user goes with chat."
            : "";
        return problem.Length == 0;
    }
}
