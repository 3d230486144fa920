namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>Answers a call that waits for approval, or forgets to; somebody else tries to answer in the owner's place.</summary>
internal sealed class Approver(World world, int owner, ToolApprovalRequested requested)
{
    internal void Begin()
    {
        if (world.Random.Chance(30))
            world.Drive("a forger", ForgeAsync);
        for (var answers = world.Random.Pick([0, 1, 1, 1, 2]); answers > 0; answers--)
            world.Drive("an approver", AnswerAsync);
    }

    private async Task AnswerAsync()
    {
        if (world.Random.Chance(25))
            await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Pick([1_000, 2_400, 2_500, 2_600])), world.Clock);
        var isYes = world.Random.Chance(75);
        var counted = await world.Host.Approvals.AnswerAsync(ContextOf(owner), requested.ApprovalId, isYes);
        if (counted && isYes)
            world.Approved.Add(requested.Arguments["n"].AsInt64());
        world.Note($"approval {requested.ApprovalId}: {isYes}, counted: {counted}");
    }

    private async Task ForgeAsync()
    {
        var other = (owner + 1) % world.Trace.Owners.Count;
        var counted = await world.Host.Approvals.AnswerAsync(ContextOf(other), requested.ApprovalId, approved: true);
        world.Trace.Attempts.Add(new($"approve {requested.ApprovalId} of owner {owner} as owner {other}", IsForbidden: true, HadEffect: counted));
    }

    private UserExecutionContext ContextOf(int whose) =>
        UserExecutionContext.FromRequest(world.Trace.Owners[whose], requested.ThreadId, Grants.None, world.Options(null));
}
