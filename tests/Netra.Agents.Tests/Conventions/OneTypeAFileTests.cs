namespace Netra.Agents.Tests.Conventions;

public sealed class OneTypeAFileTests
{
    [Fact]
    public void EveryFile_OfTheCore_DeclaresTheOneTypeThatItIsNamedFor() => Faults.AreNone(Repository.Core.SelectMany(FaultsOf));

    [Fact]
    public void EveryFile_OfTheCore_LiesInAFolderOfTheDesign() =>
        Faults.AreNone(Repository.Core.Where(file => !FolderArrows.Knows(file.Folder)).Select(file => file.Path));

    [Fact]
    public void EveryType_OfTheCore_LivesInOneFolder() =>
        Faults.AreNone(Repository.Core.GroupBy(file => file.TypeName)
            .Where(files => files.Select(file => file.Folder).Distinct().Count() > 1)
            .Select(files => string.Join(", ", files.Select(file => file.Path))));

    [Theory]
    [InlineData("class A { class Nested { } }")]
    [InlineData("sealed class A<T> where T : class, new() { }")]
    [InlineData("readonly record struct A(string Name);")]
    [InlineData("delegate ValueTask<int> A(string text);")]
    [InlineData("record A : B { string Text => $\"{{ class B \"; }")]
    public void FaultsOf_OneTypeNamedForTheFile_AreNone(string code) => Assert.Empty(FaultsOf(new SourceFile("X/A.Part.cs", code)));

    [Theory]
    [InlineData("class B { }")]
    [InlineData("class A { } enum B { C }")]
    [InlineData("record A; record struct B;")]
    [InlineData("interface A { } delegate void B();")]
    [InlineData("namespace X { class A { } }")]
    [InlineData("// class A")]
    public void FaultsOf_AnythingElse_AreTold(string code) => Assert.NotEmpty(FaultsOf(new SourceFile("X/A.cs", code)));

    private static IEnumerable<string> FaultsOf(SourceFile file)
    {
        var declared = SourceTypes.DeclaredIn(file);
        return declared is [var only] && only == file.TypeName
            ? []
            : [$"{file.Path} declares [{string.Join(", ", declared)}]: it must declare {file.TypeName} and no other type outside it"];
    }
}
