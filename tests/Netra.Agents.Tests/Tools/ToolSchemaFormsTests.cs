using Netra.Agents.Tools;

namespace Netra.Agents.Tests.Tools;

public sealed class ToolSchemaFormsTests
{
    private const string Tree = """{"type":"object","properties":{"a":{"$ref":"#/$defs/node"}},"$defs":{"node":{"type":"object","properties":{"name":{"type":"string"},"next":{"$ref":"#/$defs/node"}},"required":["name"]}}}""";

    [Theory]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"}]}""", "\"x\"", null)]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"}]}""", "1", null)]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"}]}""", "true", "$.a must be string, not boolean.")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"object","properties":{"b":{"type":"integer"}}}]}""", """{"b":"x"}""", "$.a.b must be integer, not string.")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"object","properties":{"b":{"type":"integer"}}}]}""", """{"c":1}""", "$.a has no member 'c'; it has 'b'.")]
    [InlineData("""{"oneOf":[{"minimum":2},{"maximum":3}]}""", "1", null)]
    [InlineData("""{"oneOf":[{"minimum":2},{"maximum":3}]}""", "2", "$.a must have exactly one of 2 forms; it has 2.")]
    [InlineData("""{"oneOf":[{"minimum":2},{"minimum":3}]}""", "1", "$.a must be at least 2; it is 1.")]
    [InlineData("""{"allOf":[{"properties":{"b":{"type":"string"}}},{"properties":{"c":{"type":"string"}},"required":["c"]}]}""", """{"b":"x","c":"y"}""", null)]
    [InlineData("""{"allOf":[{"properties":{"b":{"type":"string"}}},{"properties":{"c":{"type":"string"}},"required":["c"]}]}""", """{"b":"x"}""", "$.a needs the member 'c'.")]
    [InlineData("""{"allOf":[{"properties":{"b":{"type":"string"}}},{"properties":{"c":{"type":"string"}}}]}""", """{"c":1}""", "$.a.c must be string, not integer.")]
    [InlineData("""{"type":"string","not":{"enum":["x"]}}""", "\"y\"", null)]
    [InlineData("""{"type":"string","not":{"enum":["x"]}}""", "\"x\"", "$.a has a form that is excluded.")]
    [InlineData("""{"type":"string","pattern":"^a+$"}""", "\"aaa\"", null)]
    [InlineData("""{"type":"string","pattern":"^a+$"}""", "\"ab\"", "$.a must match the pattern ^a+$.")]
    [InlineData("""{"exclusiveMinimum":1,"exclusiveMaximum":2}""", "1.5", null)]
    [InlineData("""{"exclusiveMinimum":1}""", "1", "$.a must be more than 1; it is 1.")]
    [InlineData("""{"exclusiveMaximum":2}""", "2", "$.a must be less than 2; it is 2.")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", null)]
    [InlineData("""{"multipleOf":5}""", "12", "$.a must be a multiple of 5; it is 12.")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "[1,2,[1]]", null)]
    [InlineData("""{"type":"array","uniqueItems":true}""", """[{"b":1},2,{"b":1}]""", "$.a must have no item twice.")]
    [InlineData("""{"type":"object","additionalProperties":true,"minProperties":1,"maxProperties":1}""", """{"b":1}""", null)]
    [InlineData("""{"type":"object","additionalProperties":true,"minProperties":1}""", "{}", "$.a must have at least 1 members; it has 0.")]
    [InlineData("""{"type":"object","additionalProperties":true,"maxProperties":1}""", """{"b":1,"c":2}""", "$.a must have at most 1 members; it has 2.")]
    public void Fault_OfKeywordsAndForms_IsThatOfTheLanguage(string member, string value, string? fault) =>
        Assert.Equal(fault, Faulted("{\"type\":\"object\",\"properties\":{\"a\":" + member + "}}", value));

    [Theory]
    [InlineData("""{"name":"x"}""", null)]
    [InlineData("""{"name":"x","next":{"name":"y","next":{"name":"z"}}}""", null)]
    [InlineData("""{"name":"x","next":{"name":"y","next":{"title":"z"}}}""", "$.a.next.next needs the member 'name'.")]
    [InlineData("""{"name":"x","other":1}""", "$.a has no member 'other'; it has 'name', 'next'.")]
    public void Fault_OfASchemaThatRefersToItself_IsFoundAtItsPlace(string value, string? fault) => Assert.Equal(fault, Faulted(Tree, value));

    [Fact]
    public void Fault_OfAlternativesWithinAlternatives_IsBounded()
    {
        const string schema = """{"type":"object","properties":{"a":{"$ref":"#/$defs/n"}},"$defs":{"n":{"anyOf":[{"type":"object","properties":{"c":{"$ref":"#/$defs/n"}}},{"type":"object","properties":{"c":{"$ref":"#/$defs/n"}}},{"type":"null"}]}}}""";
        var value = "1";
        for (var i = 0; i < 28; i++)
        {
            value = $$"""{"c":{{value}}}""";
        }

        Assert.Contains("would take too long", Faulted(schema, value), StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_OfAPatternThatWouldBacktrack_TakesTimeInProportion() =>
        Assert.Equal("$.a must match the pattern ^(a+)+$.", Faulted("""{"type":"object","properties":{"a":{"pattern":"^(a+)+$"}}}""", $"\"{new string('a', 50_000)}b\""));

    private static string? Faulted(string schema, string value) =>
        ToolSchemaReader.Read(ContextValue.FromJson(schema)).Fault(ContextValue.Map(("a", ContextValue.FromJson(value))));
}
