using System.ClientModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Extensions.AI.Tests.OpenAI;
using SupportDesk.Models;

namespace SupportDesk.Tests.Library;

public sealed class ModelChoiceTests
{
    [Theory]
    [InlineData("the rule-based model")]
    [InlineData("gpt-4o-mini at api.openai.com", "OPENAI_API_KEY", "k")]
    [InlineData("m at example.test", "OPENAI_BASE_URL", "https://example.test/v1", "OPENAI_MODEL", "m")]
    [InlineData("the rule-based model", "OPENAI_API_KEY", "", "OPENAI_BASE_URL", "", "OLLAMA_HOST", "")]
    [InlineData("gpt-4o-mini at api.openai.com", "OPENAI_API_KEY", "k", "OPENAI_BASE_URL", "", "OPENAI_MODEL", "")]
    [InlineData("llama3.2 at localhost:1234", "OLLAMA_HOST", "localhost:1234")]
    [InlineData("llama3.2 at localhost:11434", "OLLAMA_HOST", "localhost")]
    [InlineData("llama3.2 at [::1]:11434", "OLLAMA_HOST", "[::1]")]
    [InlineData("m at example.test", "OLLAMA_HOST", "http://example.test", "OLLAMA_MODEL", "m")]
    public void From_Environment_ChoosesAndSaysWhich(string name, params string[] variables)
    {
        var environment = variables.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.StartsWith(name, ModelChoice.From(environment.GetValueOrDefault).Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_ServiceThatFails_IsAskedOnce()
    {
        await using var service = await StubService.StartAsync(request => request.RefuseAsync(503));
        await using var nothing = new ServiceCollection().BuildServiceProvider();
        using var client = ModelChoice.From(name => name == "OPENAI_BASE_URL" ? service.Address.ToString() : null).Make(nothing);

        await Assert.ThrowsAsync<ClientResultException>(() => client.GetResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Single(service.Bodies);
    }

    [Fact]
    public void From_AddressThatIsNone_IsRefused() =>
        Assert.Throws<UriFormatException>(() => ModelChoice.From(name => name == "OPENAI_BASE_URL" ? "nowhere" : null));
}
