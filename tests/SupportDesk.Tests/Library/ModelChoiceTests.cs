using SupportDesk.Models;

namespace SupportDesk.Tests.Library;

public sealed class ModelChoiceTests
{
    [Theory]
    [InlineData("the rule-based model")]
    [InlineData("gpt-4o-mini at api.openai.com", "OPENAI_API_KEY", "k")]
    [InlineData("m at example.test", "OPENAI_BASE_URL", "https://example.test/v1", "OPENAI_MODEL", "m")]
    [InlineData("llama3.2 at localhost", "OLLAMA_HOST", "localhost:11434")]
    [InlineData("m at example.test", "OLLAMA_HOST", "http://example.test", "OLLAMA_MODEL", "m")]
    public void From_Environment_ChoosesAndSaysWhich(string name, params string[] variables)
    {
        var environment = variables.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.StartsWith(name, ModelChoice.From(environment.GetValueOrDefault).Name, StringComparison.Ordinal);
    }

    [Fact]
    public void From_AddressThatIsNone_IsRefused() =>
        Assert.Throws<UriFormatException>(() => ModelChoice.From(name => name == "OPENAI_BASE_URL" ? "nowhere" : null));
}
