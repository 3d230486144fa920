using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

public sealed class SpendingTests
{
    [Fact]
    public async Task Ask_UsageThatTheModelTells_IsSpent()
    {
        await using var host = Host(new PlayedModel(_ => [Text("yes"), Used(300, 100), End()]), 2_000);

        await host.AskAsync("hi");

        Assert.Equal(1_600, await LeftAsync(host));
    }

    [Fact]
    public async Task Ask_ModelThatTellsNothing_IsCountedByWhatItSaid()
    {
        await using var host = Host(new PlayedModel(_ => [Text(new string('x', 400)), End()]), 2_000);

        await host.AskAsync(new string('y', 400));

        Assert.Equal(1_800, await LeftAsync(host));
    }

    [Fact]
    public async Task Ask_BudgetThatIsSpent_DeniesTheNextCallBeforeTheModelIsAsked()
    {
        var model = new PlayedModel(_ => [Text("yes"), Used(1_500, 400), End()]);
        await using var host = Host(model, 2_000);
        await host.AskAsync("one");

        var result = await host.AskAsync("two");

        Assert.Equal((ExecutionStatus.Denied, AgentErrorCodes.BudgetExhausted), (result.Status, result.Error?.Code));
        Assert.Single(model.Questions);
    }

    [Fact]
    public async Task Ask_OneOwnersBudgetSpent_AnotherHasTheirOwn()
    {
        await using var host = Host(new PlayedModel(_ => [Text("yes"), Used(1_500, 400), End()]), 2_000);
        await host.AskAsync("one");

        Assert.True((await host.AskAsync("one", ChatHost.Context("bob"))).Succeeded);
    }

    [Fact]
    public async Task Ask_ModelThatFailsAtOnce_CostsNothing()
    {
        await using var host = Host(new PlayedModel(_ => InOrder([], new InvalidOperationException())), 2_000);

        await host.AskAsync("hi");

        Assert.Equal(2_000, await LeftAsync(host));
    }

    [Fact]
    public async Task Ask_LessThanAsked_ShortensTheAnswer()
    {
        var model = new PlayedModel(_ => [Text("yes"), Used(1, 1), End()]);
        await using var host = Host(model, 500, degrade: true);

        await host.AskAsync("hi");

        Assert.InRange(model.Questions.Single().Options!.MaxOutputTokens!.Value, 1, 500);
    }

    private static ChatHost Host(IChatClient model, long tokens, bool degrade = false) => new(
        model,
        register: builder => builder.AddAgent("left", async (execution, token) => AgentOutput.FromValue((await execution.Budget.LeftAsync(token)).ModelTokens)),
        options: options =>
        {
            options.Budgets.PerOwner = new BudgetLimits { ModelTokens = tokens };
            if (degrade)
            {
                options.Budgets.Degrade = less => new BudgetAmount { ModelTokens = less.Shortage.Left.ModelTokens };
            }
        });

    private static async Task<long> LeftAsync(ChatHost host) =>
        (await ChatHost.Within(host.Core.ExecuteAsync("left", ChatHost.Context(), "", TestContext.Current.CancellationToken).AsTask())).EnsureSuccess().Value.AsInt64();
}
