using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;

namespace PulledPlug;

/// <summary>An order that takes four steps; in the first process the third one never comes back.</summary>
internal static class Order
{
    internal const string Workflow = "order";

    internal const string AtTheDoor = "ship: the van is at the door";

    internal static INetraAgentsBuilder AddOrderWorkflow(this INetraAgentsBuilder builder, Action<string> tell, bool hangs)
    {
        return builder.AddWorkflow(Workflow, workflow => workflow
            .Function("take", goods => Tell($"take: {goods.Text} is taken from the shelf", goods))
            .Function("pay", goods => Tell($"pay: {goods.Text} is paid", goods))
            .Function("ship", async (step, cancellationToken) =>
            {
                tell(AtTheDoor);
                await Task.Delay(hangs ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, step.Execution.TimeProvider, cancellationToken);
                return step.Input;
            })
            .Function("thank", goods => Tell("thank: a card is written", $"{goods.Text} is on its way")));

        ContextValue Tell(string line, ContextValue output)
        {
            tell(line);
            return output;
        }
    }
}
