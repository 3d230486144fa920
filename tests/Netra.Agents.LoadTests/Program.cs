using Netra.Agents.LoadTests;

if (LoadOptions.Parse(args, out var fault) is not { } options)
{
    Console.Error.WriteLine(fault);
    Console.Error.WriteLine(LoadOptions.Usage);
    return 2;
}

using var meters = new LibraryMeters();
var outcome = await new LoadRun(options).RunAsync(meters);
Report.Print(outcome, meters);
return outcome.Findings.AllRight ? 0 : 1;
