namespace Netra.Agents.Comparison;

public interface IChatGrain : IGrainWithIntegerKey
{
    Task<string> AskAsync(string question);

    Task<string> AskAndWaitAsync(string question);
}
