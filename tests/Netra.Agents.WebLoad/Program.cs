using System.Globalization;
using Netra.Agents.WebLoad;

var isShort = args.Contains("--short");
return args switch
{
    ["client", var address, var connections, ..] => await new LoadClient(new Uri(address), int.Parse(connections, CultureInfo.InvariantCulture), isShort).RunAsync(),
    ["frame", ..] => await FrameBenchmark.RunAsync(isShort ? 6 : 20),
    [] or ["--short"] => await WebLoadRun.RunAsync(isShort),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: Netra.Agents.WebLoad [--short] | frame [--short]");
    return 2;
}
