using System.Text.Json;
using System.Text.Json.Nodes;
using SupportDesk.Data;
using SupportDesk.Tests.Retail;
using SupportDesk.Tools;

namespace SupportDesk.Tests.Tools;

public sealed class ShopToolsTests
{
    public static TheoryData<string> Names => [.. ShopTools.All.Select(tool => tool.Name)];

    [Fact]
    public void All_Names_AreSixteenAndDistinct() =>
        Assert.Equal(16, ShopTools.All.Select(tool => tool.Name).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Handler_Parameters_AreThoseOfTheSchemaInOrder(string name)
    {
        var tool = ShopTools.All.Single(one => one.Name == name);
        var schema = JsonNode.Parse(tool.ParametersSchema)!;

        var bound = tool.Handler.Method.GetParameters()
            .Where(parameter => parameter.ParameterType != typeof(ShopSession) && parameter.ParameterType != typeof(CancellationToken))
            .ToList();

        Assert.Equal(schema["properties"]!.AsObject().Select(property => property.Key), bound.Select(parameter => parameter.Name));
        Assert.Equal(schema["required"]!.AsArray().Select(item => item!.GetValue<string>()), bound.Select(parameter => parameter.Name));
        Assert.All(bound, parameter => Assert.Equal(
            schema["properties"]![parameter.Name!]!["type"]!.GetValue<string>() == "array" ? typeof(string[]) : typeof(string),
            parameter.ParameterType));
        Assert.Equal(typeof(ValueTask<string>), tool.Handler.Method.ReturnType);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_BesideTheRecordedOne_HasTheSameNamesTypesEnumsAndRequired(string name)
    {
        var recorded = JsonNode.Parse(File.ReadAllBytes(Path.Combine(RetailData.Folder, "tools.json")))!.AsArray();
        Assert.Equal(recorded.Count, ShopTools.All.Count);

        var theirs = recorded.Single(tool => tool!["name"]!.GetValue<string>() == name)!["parameters"]!;
        var ours = JsonNode.Parse(ShopTools.All.Single(tool => tool.Name == name).ParametersSchema)!;

        Assert.True(JsonNode.DeepEquals(WithoutDescriptions(theirs), WithoutDescriptions(ours)), $"{theirs}\nagainst\n{ours}");
    }

    private static JsonNode? WithoutDescriptions(JsonNode schema)
    {
        var copy = schema.DeepClone();
        foreach (var (_, property) in copy["properties"]!.AsObject())
            property!.AsObject().Remove("description");
        return copy;
    }
}
