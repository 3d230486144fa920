using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;
using Netra.Agents.Tools;

namespace Netra.Agents.Tests.Tools;

public sealed class ToolSchemaReaderTests
{
    [Theory]
    [InlineData("[]", "# must be an object, not List.")]
    [InlineData("false", "# allows nothing.")]
    [InlineData("true", "# must be of type object: arguments are named.")]
    [InlineData("{}", "# must be of type object: arguments are named.")]
    [InlineData("""{"type":"string"}""", "# must be of type object: arguments are named.")]
    [InlineData("""{"type":["object","null"]}""", "# must be of type object: arguments are named.")]
    [InlineData("""{"type":"object","patternProperties":{}}""", "# uses 'patternProperties', which this validator doesn't check.")]
    [InlineData("""{"type":"object","properties":{"a":{"items":{"contains":true}}}}""", "#/properties/a/items uses 'contains'")]
    [InlineData("""{"type":"object","properties":{"a":{"if":{}}}}""", "#/properties/a uses 'if'")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[]}}}""", "#/properties/a/anyOf must list at least one schema.")]
    [InlineData("""{"type":"object","properties":{"a":{"allOf":{}}}}""", "#/properties/a/allOf must list at least one schema.")]
    [InlineData("""{"type":"object","properties":{"a":{"oneOf":[{"type":"text"}]}}}""", "#/properties/a/oneOf/0/type has 'text', which is no type.")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"other.json"}}}""", "#/properties/a/$ref names 'other.json', which is not in this document (#/…).")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}}}""", "#/properties/a/$ref names '#/$defs/b', which isn't there.")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}},"$defs":{"b":{"type":"text"}}}""", "#/$defs/b/type has 'text', which is no type.")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/properties/a"}}}""", "'#/properties/a' refers to itself without going into a member or an item.")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}},"$defs":{"b":{"anyOf":[{"type":"string"},{"$ref":"#/$defs/c"}]},"c":{"allOf":[{"$ref":"#/$defs/b"}]}}}""", "'#/$defs/b' refers to itself without going into a member or an item.")]
    [InlineData("""{"type":"object","properties":{"a":{"pattern":"("}}}""", "#/properties/a/pattern can't be used")]
    [InlineData("""{"type":"object","properties":{"a":{"pattern":"(a)\\1"}}}""", "#/properties/a/pattern can't be used")]
    [InlineData("""{"type":"object","properties":{"a":{"multipleOf":0}}}""", "#/properties/a/multipleOf must be more than 0.")]
    [InlineData("""{"type":"object","properties":{"a":{"exclusiveMinimum":true}}}""", "#/properties/a/exclusiveMinimum must be a number.")]
    [InlineData("""{"type":"object","properties":{"a":{"uniqueItems":1}}}""", "#/properties/a/uniqueItems must be Boolean, not Integer.")]
    [InlineData("""{"type":"object","a\u202e":1}""", "# uses 'a\\u202E'")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"text"}}}""", "#/properties/a/type has 'text', which is no type.")]
    [InlineData("""{"type":"object","properties":{"a":{"type":["string",1]}}}""", "#/properties/a/type has '1', which is no type.")]
    [InlineData("""{"type":"object","properties":{"a":{"type":[]}}}""", "#/properties/a/type names no type.")]
    [InlineData("""{"type":"object","properties":{"a":{"type":5}}}""", "#/properties/a/type must be String or List, not Integer.")]
    [InlineData("""{"type":"object","properties":["a"]}""", "#/properties must be Map, not List.")]
    [InlineData("""{"type":"object","properties":{"a":{"required":true}}}""", "#/properties/a/required must be List, not Boolean.")]
    [InlineData("""{"type":"object","required":"a"}""", "#/required must be List, not String.")]
    [InlineData("""{"type":"object","required":[1]}""", "#/required must list names.")]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":["b"]}""", "# requires 'b', which is no property of it.")]
    [InlineData("""{"type":"object","additionalProperties":"no"}""", "#/additionalProperties must be Boolean or Map, not String.")]
    [InlineData("""{"type":"object","properties":{"a":{"enum":"a"}}}""", "#/properties/a/enum must list at least one value.")]
    [InlineData("""{"type":"object","properties":{"a":{"enum":[]}}}""", "#/properties/a/enum must list at least one value.")]
    [InlineData("""{"type":"object","properties":{"a":{"enum":[1],"const":1}}}""", "#/properties/a has both 'const' and 'enum'; give one of them.")]
    [InlineData("""{"type":"object","properties":{"a":{"minimum":"1"}}}""", "#/properties/a/minimum must be a number.")]
    [InlineData("""{"type":"object","properties":{"a":{"maximum":1e300}}}""", "#/properties/a/maximum is beyond what this validator can compare.")]
    [InlineData("""{"type":"object","properties":{"a":{"maxLength":-1}}}""", "#/properties/a/maxLength must be a count.")]
    [InlineData("""{"type":"object","properties":{"a":{"minItems":1.5}}}""", "#/properties/a/minItems must be a count.")]
    [InlineData("""{"type":"object","properties":{"a":{"items":[{}]}}}""", "#/properties/a/items must be an object, not List.")]
    public void Read_SchemaThatWouldNotBeCheckedInFull_IsRefusedWithThePath(string schema, string fault)
    {
        var thrown = Assert.Throws<FormatException>(() => ToolSchemaReader.Read(ContextValue.FromJson(schema)));

        Assert.StartsWith(fault, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RequiredThatOthersMayBring_IsAccepted() =>
        Assert.NotNull(ToolSchemaReader.Read(ContextValue.FromJson("""{"type":"object","required":["b"],"additionalProperties":{"type":"string"}}""")));

    [Fact]
    public async Task Host_ToolsWithFaultySchemas_AllAreInOneReport()
    {
        await using var host = new TestHost(builder => builder
            .AddTool(Definition("a", """{"type":"object","contains":true}"""), (_, _) => default)
            .AddTool(Definition("b", """{"type":"object","properties":{"v":{"minimum":1e300}}}"""), (_, _) => default));

        var thrown = Assert.Throws<NetraAgentsConfigurationException>(() => host.Core);

        Assert.Contains("The tool 'a': its schema has a fault: # uses 'contains'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("The tool 'b': its schema has a fault: #/properties/v/minimum", thrown.Message, StringComparison.Ordinal);
    }

    private static ToolDefinition Definition(string name, string schema) => new(name, "Does nothing.", ContextValue.FromJson(schema));
}
