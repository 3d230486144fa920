using System.Runtime.CompilerServices;

namespace Netra.Agents.Tests.Conventions;

public sealed class NamespaceTests
{
    private const string Registration = "Microsoft.Extensions.DependencyInjection";

    private static readonly Dictionary<string, string> Homes =
        Repository.Core.GroupBy(file => file.TypeName).ToDictionary(files => files.Key, files => files.First().Folder);

    [Fact]
    public void EveryType_OfTheCore_LivesInTheNamespaceOfItsPromise() =>
        Faults.AreNone(typeof(UserExecutionContext).Assembly.GetTypes()
            .Where(type => !type.IsNested && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .Where(type => Homes.ContainsKey(NameOf(type)) || type.IsPublic)
            .Where(type => !IsRight(type.Namespace, type.IsPublic, Homes.GetValueOrDefault(NameOf(type), "")))
            .Select(type => $"{type.FullName} ({(type.IsPublic ? "public" : "internal")}) is in the wrong namespace"));

    [Fact]
    public void EveryFile_OfTheCore_HasItsTypeInTheAssembly() =>
        Faults.AreNone(Homes.Keys.Except(typeof(UserExecutionContext).Assembly.GetTypes().Select(NameOf)));

    [Theory]
    [InlineData("Netra.Agents", true, "Tools", true)]
    [InlineData("Netra.Agents.Tools", true, "Tools", false)]
    [InlineData("Netra.Agents.Tools", false, "Tools", true)]
    [InlineData("Netra.Agents.Tools", false, "Events", false)]
    [InlineData("Netra.Agents", false, "Tools", false)]
    [InlineData(Registration, true, "DependencyInjection", true)]
    [InlineData(Registration, true, "Tools", false)]
    [InlineData(Registration, false, "DependencyInjection", false)]
    [InlineData(null, false, "Tools", false)]
    public void IsRight_NamespaceOfAType_FollowsTheDesign(string? name, bool isPublic, string folder, bool right) =>
        Assert.Equal(right, IsRight(name, isPublic, folder));

    private static bool IsRight(string? name, bool isPublic, string folder) =>
        isPublic ? name == "Netra.Agents" || (name == Registration && folder == "DependencyInjection") : name == $"Netra.Agents.{folder}";

    private static string NameOf(Type type) => type.Name.Split('`')[0];
}
