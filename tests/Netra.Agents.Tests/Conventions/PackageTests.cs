using System.Xml.Linq;

namespace Netra.Agents.Tests.Conventions;

public sealed class PackageTests
{
    [Fact]
    public void Nuspec_OfTheCore_DependsOnExactlyWhatItsProjectReferences() =>
        Assert.Equal(References(XDocument.Parse(Repository.Read("src", "Netra.Agents", "Netra.Agents.csproj"))), Dependencies(Nuspec()));

    [Fact]
    public void Nuspec_OfTheCore_DependsOnTheTwoAbstractionsAtTheirFloor() =>
        Assert.Equal(
            ["Microsoft.Extensions.DependencyInjection.Abstractions 10.0.0", "Microsoft.Extensions.Logging.Abstractions 10.0.0"],
            Dependencies(Nuspec()));

    [Fact]
    public void Nuspec_OfTheCore_CarriesReadmeLicenseAndDocumentation()
    {
        var files = Nuspec().Descendants().Where(element => element.Name.LocalName == "file").Select(file => (string)file.Attribute("src")!).ToArray();

        Assert.Contains("README.md", files);
        Assert.Contains("LICENSE", files);
        Assert.Contains(files, file => file.EndsWith("Netra.Agents.xml", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""<p><PackageReference Include="A" VersionOverride="1" /></p>""", "A 1")]
    [InlineData("""<p><PackageReference Include="A" VersionOverride="1" PrivateAssets="all" /></p>""", "")]
    [InlineData("""<p><PackageReference Include="B" VersionOverride="2" /><PackageReference Include="A" VersionOverride="1" /></p>""", "A 1,B 2")]
    public void References_OfAProject_AreThoseThatItsUsersGet(string project, string expected) =>
        Assert.Equal(expected, string.Join(',', References(XDocument.Parse(project))));

    [Fact]
    public void Dependencies_OfANuspec_AreReadWithTheirVersions() =>
        Assert.Equal(["A 1", "B 2"], Dependencies(XDocument.Parse("""<p xmlns="x"><dependency id="B" version="2" /><dependency id="A" version="1" /></p>""")));

    private static XDocument Nuspec() => XDocument.Parse(Repository.Read("Netra.Agents.nuspec"));

    private static string[] References(XDocument project) =>
        Pairs(project.Descendants("PackageReference").Where(reference => (string?)reference.Attribute("PrivateAssets") != "all"), "Include", "VersionOverride");

    private static string[] Dependencies(XDocument nuspec) =>
        Pairs(nuspec.Descendants().Where(element => element.Name.LocalName == "dependency"), "id", "version");

    private static string[] Pairs(IEnumerable<XElement> elements, string id, string version) =>
        [.. elements.Select(element => $"{(string?)element.Attribute(id)} {(string?)element.Attribute(version)}").Order(StringComparer.Ordinal)];
}
