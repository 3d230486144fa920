using SupportDesk.Terminal;

return await TerminalProgram.RunAsync(args, Console.In, CancellationToken.None);
