using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>The tools of a world.</summary>
internal static class Tools
{
    internal const string Permission = "use";

    internal static readonly string[] All = ["quick", "quick", "slow", "stubborn", "patient", "hanging", "throwing", "guarded", "guarded", "sessional", "forbidden", "unknown"];

    // To read a schema costs a world more than a run: one of them is enough to refuse what doesn't fit.
    private static readonly ContextValue Loose = ContextValue.FromJson("""{"type":"object","additionalProperties":true}""");
    private static readonly ContextValue Strict = ContextValue.FromJson(
        """{"type":"object","properties":{"secret":{"type":"string"},"n":{"type":"integer"}},"required":["secret","n"]}""");

    internal static void AddTo(INetraAgentsBuilder builder, WorldSlot slot)
    {
        Add("quick", static (_, _, _) => Task.CompletedTask);
        Add("slow", static (world, _, token) => world.PauseAsync(token));
        Add("stubborn", static (world, call, _) => WorkOnAsync(world, call));
        Add("patient", static (world, _, token) => Task.Delay(WorldTemplate.IdleLimit * 1.3, world.Clock, token), timeout: WorldTemplate.IdleLimit * 2);
        Add("hanging", static (world, _, token) => world.Random.Chance(50) ? world.Gate : world.Gate.WaitAsync(token));
        Add("throwing", static (world, call, _) => ThrowAsync(world, call));
        Add("guarded", static (world, call, token) => GuardAsync(world, call, token), approval: new ToolApprovalPolicy(TimeSpan.FromSeconds(2.5)));
        Add("sessional", static (world, call, token) => UseSessionAsync(world, call, token));
        Add("forbidden", static (world, call, _) => ReachAsync(world, call), permission: "administer");

        void Add(string name, Func<World, ToolInvocation, CancellationToken, Task> body, string permission = Permission, ToolApprovalPolicy? approval = null, TimeSpan? timeout = null) => builder.AddTool(
            new ToolDefinition(name, name, approval is null ? Loose : Strict) { RequiredPermission = permission, Approval = approval, Timeout = timeout },
            async (call, token) =>
            {
                var world = slot.World;
                world.Scheduler.CheckThread("a tool was called");
                var owner = world.Trace.Owners.IndexOf(call.UserContext.Owner);
                if (Secrets.Foreign(call.Arguments, owner) >= 0)
                    world.Trace.Problems.Add($"tool {name} of owner {owner} got the secret of another");
                if (!world.Audit.HasIntent(call))
                    world.Trace.Problems.Add($"tool {name} was reached and no intent was recorded");
                world.CodeAtWork++;
                try
                {
                    await body(world, call, token);
                    return ContextValue.Map(("echo", call.Arguments["secret"]));
                }
                finally
                {
                    world.CodeAtWork--;
                }
            });
    }

    /// <summary>Goes on after its time is over, and writes when its execution may have ended.</summary>
    private static async Task WorkOnAsync(World world, ToolInvocation call)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1_000 + world.Random.Next(4_000)), world.Clock, CancellationToken.None);
        await world.Host.State.SetAsync(call.UserContext, StateScope.Thread, "note", call.Arguments["secret"]);
        call.ReportProgress();
    }

    private static async Task ThrowAsync(World world, ToolInvocation call)
    {
        if (world.Random.Chance(50))
            await world.PauseAsync(CancellationToken.None);
        throw world.Random.Chance(50)
            ? new ToolException("sold_out", call.Arguments["secret"].AsString())
            : new InvalidOperationException($"{Secrets.Anybodys}{call.Arguments["secret"].AsString()}");
    }

    private static async Task GuardAsync(World world, ToolInvocation call, CancellationToken token)
    {
        if (!world.Approved.Contains(call.Arguments["n"].AsInt64()))
            world.Trace.Problems.Add($"the guarded tool ran for call {call.Arguments["n"].AsInt64()}, which nobody approved");
        if (world.Random.Chance(30))
            await world.PauseAsync(token);
    }

    private static async Task UseSessionAsync(World world, ToolInvocation call, CancellationToken token)
    {
        var session = call.Services.GetRequiredService<Session>();
        if (world.Random.Chance(70))
            await world.PauseAsync(world.Random.Chance(50) ? token : CancellationToken.None);
        world.CheckSession(session, world.RunOf(call.UserContext.RunId), call.UserContext);
    }

    private static Task ReachAsync(World world, ToolInvocation call)
    {
        world.Trace.Problems.Add($"tool {call.Tool.Name} was reached without a permission");
        return Task.CompletedTask;
    }
}
