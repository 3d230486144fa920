namespace Netra.Agents.Tests.Conventions;

public sealed class CorePatternTests
{
    [Fact]
    public void EveryFile_OfTheCore_HoldsNoForbiddenWord() => Faults.AreNone(Repository.Core.SelectMany(CorePatterns.FaultsOf));

    [Fact]
    public void EveryExcuse_IsStillNeeded() =>
        Faults.AreNone(CorePatterns.UnusedExcuses(Repository.Core).Select(excuse => $"{excuse.Path} no longer holds {excuse.Word}"));

    [Theory]
    [InlineData("AsyncLocal<string> user;")]
    [InlineData("[ThreadStatic] static int x;")]
    [InlineData("ThreadLocal<int> x;")]
    [InlineData("await task.ConfigureAwait(false);")]
    [InlineData("async  void Go() { }")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("task.GetAwaiter().GetResult();")]
    [InlineData("task.Wait();")]
    [InlineData("Task.WaitAll(a, b);")]
    [InlineData("throw new NotImplementedException();")]
    [InlineData("// TODO later")]
    public void FaultsOf_ForbiddenWord_IsTold(string code) => Assert.Single(CorePatterns.FaultsOf(new SourceFile("Tools/A.cs", code)));

    [Theory]
    [InlineData("// An AsyncLocal would freeze.")]
    [InlineData("var text = \"Thread.Sleep\";")]
    [InlineData("await gate.WaitAsync(token);")]
    [InlineData("async Task VoidAsync() { }")]
    public void FaultsOf_AnythingElse_IsNotTold(string code) => Assert.Empty(CorePatterns.FaultsOf(new SourceFile("Tools/A.cs", code)));

    [Fact]
    public void FaultsOf_WordExcusedElsewhere_IsTold() =>
        Assert.Single(CorePatterns.FaultsOf(new SourceFile("Contexts/Other.cs", "[ThreadStatic] static int x;")));
}
