using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

/// <summary>What is wrong with a definition is told when it is built, or when the host is; all of it, each with the step's name.</summary>
public sealed class DefinitionFaultTests
{
    private static readonly Dictionary<string, (Action<WorkflowBuilder> Build, string Fault)> Faults = new()
    {
        ["no steps"] = (_ => { }, "It has no steps."),
        ["step's name"] = (workflow => workflow.Agent("a/b", "echo"), "'a/b' must have at most 64 characters and none of / [ ] ~"),
        ["name twice"] = (workflow => workflow.Agent("echo").Agent("echo"), "'echo' stands for 2 steps"),
        ["loop without bound"] = (workflow => workflow.Loop("turn", 0, body => body.Agent("echo"), from => from.Input.Is("x")), "Step 'turn': "),
        ["loop of nothing"] = (workflow => workflow.Loop("turn", 2, _ => { }, from => from.Input.Is("x")), "'turn' has nothing to do"),
        ["for-each at once"] = (workflow => workflow.ForEach("all", from => from.Input, body => body.Agent("echo"), maxConcurrency: 0), "Step 'all': it must run 1 to 1,000 items at once, not 0"),
        ["no branches"] = (workflow => workflow.Parallel("both", _ => { }), "Step 'both': it has no branches"),
        ["quorum"] = (workflow => workflow.Parallel("both", both => both.Branch("a", a => a.Agent("echo")).Join(WorkflowJoin.Quorum(2))), "Step 'both': its quorum needs 2 of 1 branches"),
        ["branch twice"] = (workflow => workflow.Parallel("both", both => both.Branch("a", a => a.Agent("one", "echo")).Branch("a", a => a.Agent("two", "echo"))), "Step 'both': it has 2 branches 'a'"),
        ["no cases"] = (workflow => workflow.Switch("way", from => from.Input, _ => { }), "Step 'way': it has no cases"),
        ["case that can't be reached"] = (workflow => workflow.Switch("way", from => from.Input, on => on.Case("a", a => a.Agent("one", "echo")).Case("a", a => a.Agent("two", "echo"))), "only the first can be reached"),
        ["jump to nowhere"] = (workflow => workflow.Agent("echo", step => step.GoToOnFailure("gone")), "'echo' goes to 'gone' when it fails, which is no step of the same sequence"),
        ["jump back"] = (workflow => workflow.Agent("one", "echo").Agent("two", "echo", step => step.GoToOnFailure("one")), "'two' goes back to 'one' when it fails: a cycle"),
        ["read of no step"] = (workflow => workflow.Agent("echo", step => step.Input(from => from.Output("gone"))), "'echo' reads 'gone', and there is no such step"),
        ["read of a later step"] = (workflow => workflow.Agent("one", "echo", step => step.Input(from => from.Output("two"))).Agent("two", "echo"), "'one' reads 'two', which doesn't run before it"),
        ["read out of a loop"] = (workflow => workflow.Loop("turn", 2, body => body.Agent("in", "echo"), from => from.Input.Is("x")).Agent("echo", step => step.Input(from => from.Output("in"))), "'echo' reads 'in', which doesn't run before it, or keeps its output inside"),
        ["read of a step with a condition"] = (workflow => workflow.Agent("may", "echo", step => step.When(from => from.Input.Is("x"))).Agent("echo", step => step.Input(from => from.Output("may"))), "'echo' reads 'may', which on some path has no output"),
        ["read of one case"] = (workflow => workflow.Switch("way", from => from.Input, on => on.Case("a", a => a.Agent("one", "echo")).Default(b => b.Agent("two", "echo"))).Agent("echo", step => step.Input(from => from.Output("one"))), "'echo' reads 'one', which on some path has no output"),
        ["read over a jump"] = (workflow => workflow.Agent("one", "echo", step => step.GoToOnFailure("last")).Agent("two", "echo").Agent("last", "echo", step => step.Input(from => from.Output("two"))), "'last' reads 'two', which on some path has no output"),
        ["read where the other may have failed"] = (workflow => workflow.Agent("one", "echo").Agent("last", "echo", step => step.AlwaysRun().Input(from => from.Output("one"))), "'last' reads 'one', which on some path has no output"),
        ["retry"] = (workflow => workflow.Agent("echo", step => step.WithRetry(new StepRetry { MaxAttempts = 1 })), "The retry of step 'echo': MaxAttempts must be 2 to 100"),
        ["timeout"] = (workflow => workflow.Agent("echo", step => step.WithTimeout(TimeSpan.Zero)), "The timeout of step 'echo' must be more than zero"),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_DefinitionWithAFault_IsRefusedWithItsStepNamed(string name)
    {
        var e = Assert.Throws<WorkflowDefinitionException>(() => WorkflowDefinition.Create("test", Faults[name].Build));

        Assert.Contains(e.Faults, fault => fault.Contains(Faults[name].Fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Create_DefinitionWithManyFaults_TellsThemInOneReport()
    {
        var e = Assert.Throws<WorkflowDefinitionException>(() => WorkflowDefinition.Create("test", workflow => workflow
            .Agent("twice", "echo")
            .Agent("twice", "echo", step => step.WithTimeout(TimeSpan.FromTicks(-1)))
            .Agent("back", "echo", step => step.GoToOnFailure("twice").WithRetry(new StepRetry { Factor = 0 }))
            .Loop("endless", -1, body => body.Agent("in", "echo"), from => from.Input.Is("x"))
            .Agent("reader", "echo", step => step.Input(from => from.Map(("a", from.Output("in")), ("b", from.Output("gone")))))
            .Parallel("none", _ => { })));

        Assert.Equal(8, e.Faults.Count);
        Assert.All(
            ["'twice' stands for 2", "timeout of step 'twice'", "goes back to 'twice'", "retry of step 'back'", "'endless'", "reads 'in'", "reads 'gone'", "'none': it has no branches"],
            fault => Assert.Contains(fault, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_WorkflowsThatUseWhatIsNotThere_TellsAllInOneReport()
    {
        await using var host = new TestHost(builder => builder
            .AddWorkflow("one", workflow => workflow.Agent("no agent").Tool("no tool").Workflow("sub", "no workflow"))
            .AddWorkflow("round", workflow => workflow.Workflow("sub", "about"))
            .AddWorkflow("about", workflow => workflow.Workflow("sub", "round"))
            .AddWorkflow("broken", workflow => workflow.Agent("echo").Agent("echo")));

        var e = Assert.ThrowsAny<NetraAgentsException>(() => host.Workflows);

        Assert.All(
            ["'no agent'", "'no tool'", "'no workflow'", "contains itself", "'echo' stands for 2 steps"],
            fault => Assert.Contains(fault, e.Message, StringComparison.Ordinal));
    }
}
