using Netra.Agents.Execution;

namespace Netra.Agents.Tests.Execution;

public sealed class ExecutionTransitionsTests
{
    private static readonly (ExecutionStatus From, ExecutionStatus To)[] Legal =
    [
        (ExecutionStatus.Pending, ExecutionStatus.Starting),
        (ExecutionStatus.Pending, ExecutionStatus.Rejected),
        (ExecutionStatus.Pending, ExecutionStatus.Cancelled),
        (ExecutionStatus.Starting, ExecutionStatus.Running),
        (ExecutionStatus.Starting, ExecutionStatus.Cancelled),
        (ExecutionStatus.Starting, ExecutionStatus.TimedOut),
        (ExecutionStatus.Starting, ExecutionStatus.Died),
        (ExecutionStatus.Running, ExecutionStatus.Completing),
        (ExecutionStatus.Running, ExecutionStatus.Cancelled),
        (ExecutionStatus.Running, ExecutionStatus.TimedOut),
        (ExecutionStatus.Running, ExecutionStatus.Died),
        (ExecutionStatus.Running, ExecutionStatus.Denied),
        (ExecutionStatus.Completing, ExecutionStatus.Completed),
        (ExecutionStatus.Completing, ExecutionStatus.Failed),
        (ExecutionStatus.Completing, ExecutionStatus.Denied),
        (ExecutionStatus.Completing, ExecutionStatus.Suspended),
    ];

    public static TheoryData<ExecutionStatus, ExecutionStatus> Matrix
    {
        get
        {
            var matrix = new TheoryData<ExecutionStatus, ExecutionStatus>();
            foreach (var from in Enum.GetValues<ExecutionStatus>())
            {
                foreach (var to in Enum.GetValues<ExecutionStatus>())
                {
                    matrix.Add(from, to);
                }
            }

            return matrix;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Move_EveryPair_IsMadeOrThrows(ExecutionStatus from, ExecutionStatus to)
    {
        var legal = Legal.Contains((from, to));

        Assert.Equal(legal, ExecutionTransitions.IsLegal(from, to));
        if (legal)
        {
            Assert.Equal(to, ExecutionTransitions.Move(from, to));
            return;
        }

        var thrown = Assert.Throws<InvalidOperationException>(() => ExecutionTransitions.Move(from, to));
        Assert.Equal($"An execution can't go from {from} to {to}.", thrown.Message);
    }

    [Fact]
    public void IsTerminal_TheLastEight_AreThoseThatNothingFollows()
    {
        var all = Enum.GetValues<ExecutionStatus>();

        Assert.Equal(12, all.Length);
        Assert.Equal(all[^8..], all.Where(ExecutionTransitions.IsTerminal));
        Assert.All(all, from => Assert.Equal(ExecutionTransitions.IsTerminal(from), !Array.Exists(all, to => ExecutionTransitions.IsLegal(from, to))));
    }

    [Fact]
    public void IsLegal_EveryTerminalState_CanBeReached() =>
        Assert.All(Enum.GetValues<ExecutionStatus>().Where(ExecutionTransitions.IsTerminal), to => Assert.Contains(Legal, move => move.To == to));
}
