using Netra.Agents.Tools;

namespace Netra.Agents.Tests.Tools;

public sealed class ToolSchemaTests
{
    /// <summary>The schema of the member <c>v</c>, its value, and the fault; null when it fits.</summary>
    public static TheoryData<string, string, string?> Cases => new()
    {
        { """{"type":"null"}""", "null", null },
        { """{"type":"null"}""", "0", "$.v must be null, not integer." },
        { """{"type":"boolean"}""", "false", null },
        { """{"type":"boolean"}""", "\"false\"", "$.v must be boolean, not string." },
        { """{"type":"boolean"}""", "0", "$.v must be boolean, not integer." },
        { """{"type":"integer"}""", "-7", null },
        { """{"type":"integer"}""", "1.0", null },
        { """{"type":"integer"}""", "1e2", null },
        { """{"type":"integer"}""", "1.5", "$.v must be integer, not number." },
        { """{"type":"integer"}""", "\"1\"", "$.v must be integer, not string." },
        { """{"type":"integer"}""", "9223372036854775808", null },
        { """{"type":"number"}""", "1", null },
        { """{"type":"number"}""", "1.5", null },
        { """{"type":"number"}""", "1e300", null },
        { """{"type":"number"}""", "true", "$.v must be integer, not boolean." },
        { """{"type":"string"}""", "\"\"", null },
        { """{"type":"string"}""", "null", "$.v must be string, not null." },
        { """{"type":"string"}""", "[\"a\"]", "$.v must be string, not array." },
        { """{"type":"array"}""", "[]", null },
        { """{"type":"array"}""", "{}", "$.v must be array, not object." },
        { """{"type":"object"}""", "{}", null },
        { """{"type":"object"}""", "[]", "$.v must be object, not array." },
        { """{"type":["string","null"]}""", "null", null },
        { """{"type":["string","null"]}""", "\"a\"", null },
        { """{"type":["string","null"]}""", "1", "$.v must be null or string, not integer." },
        { """{}""", "1", null },
        { """{}""", "{\"a\":[1]}", null },
        { """true""", "{\"a\":1}", null },
        { """{"description":"d","title":"t","format":"date","default":1,"examples":[1]}""", "\"any\"", null },
        { """{"enum":["a","b",1]}""", "\"b\"", null },
        { """{"enum":["a","b",1]}""", "1.0", null },
        { """{"enum":["a","b"]}""", "\"A\"", "$.v must be one of \"a\", \"b\"; it is \"A\"." },
        { """{"enum":[null]}""", "null", null },
        { """{"enum":[9007199254740993]}""", "9007199254740992", "$.v must be one of 9007199254740993; it is 9007199254740992." },
        { """{"const":{"a":1,"b":2}}""", "{\"b\":2,\"a\":1}", null },
        { """{"const":"x"}""", "\"y\"", "$.v must be one of \"x\"; it is \"y\"." },
        { """{"const":false}""", "0", "$.v must be one of false; it is 0." },
        { """{"minimum":3}""", "3", null },
        { """{"minimum":3}""", "2.999", "$.v must be at least 3; it is 2.999." },
        { """{"maximum":3.5}""", "3.5", null },
        { """{"maximum":3.5}""", "4", "$.v must be at most 3.5; it is 4." },
        { """{"maximum":3}""", "1e300", "$.v must be at most 3; it is 1E+300." },
        { """{"minimum":3}""", "-1e300", "$.v must be at least 3; it is -1E+300." },
        { """{"maximum":3}""", "79228162514264337593543950336", "$.v must be at most 3; it is 7.922816251426434E+28." },
        { """{"minimum":0}""", "\"not a number\"", null },
        { """{"minLength":2}""", "\"ab\"", null },
        { """{"minLength":2}""", "\"a\"", "$.v must have at least 2 characters; it has 1." },
        { """{"maxLength":1}""", "\"\uD83D\uDE00\"", null },
        { """{"maxLength":1}""", "\"e\u0301\u0301\u0301\"", "$.v must have at most 1 characters; it has 4." },
        { """{"minLength":2}""", "[]", null },
        { """{"minItems":1}""", "[0]", null },
        { """{"minItems":1}""", "[]", "$.v must have at least 1 items; it has 0." },
        { """{"maxItems":1}""", "[0,0]", "$.v must have at most 1 items; it has 2." },
        { """{"minItems":5}""", "\"a\"", null },
        { """{"type":["string","array"],"minLength":3,"minItems":1}""", "[1]", null },
        { """{"type":["string","array"],"minLength":3,"minItems":1}""", "[]", "$.v must have at least 1 items; it has 0." },
        { """{"type":"array","items":{"type":"integer"}}""", "[1,2]", null },
        { """{"type":"array","items":{"type":"integer"}}""", "[1,\"2\"]", "$.v[1] must be integer, not string." },
        { """{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}}""", "[{},{},{\"name\":1}]", "$.v[2].name must be string, not integer." },
        { """{"type":"object","properties":{"a":{}},"required":["a"]}""", "{\"a\":null}", null },
        { """{"type":"object","properties":{"a":{}},"required":["a"]}""", "{}", "$.v needs the member 'a'." },
        { """{"type":"object","properties":{"a":{}}}""", "{\"b\":1}", "$.v has no member 'b'; it has 'a'." },
        { """{"properties":{"a":{}}}""", "{\"b\":1}", "$.v has no member 'b'; it has 'a'." },
        { """{"type":"object","properties":{"a":{}},"additionalProperties":false}""", "{\"b\":1}", "$.v has no member 'b'; it has 'a'." },
        { """{"additionalProperties":false}""", "{\"b\":1}", "$.v has no member 'b'; it has none." },
        { """{"type":"object","additionalProperties":true}""", "{\"b\":{\"c\":1}}", null },
        { """{"type":"object","additionalProperties":{"type":"integer"}}""", "{\"b\":1}", null },
        { """{"type":"object","additionalProperties":{"type":"integer"}}""", "{\"b\":\"1\"}", "$.v.b must be integer, not string." },
        { """{"additionalProperties":{"type":"integer"}}""", "{\"b\":\"1\"}", "$.v.b must be integer, not string." },
        { """{"type":["object","null"],"properties":{"a":{"properties":{"b":{"enum":[1]}}}}}""", "{\"a\":{\"b\":2}}", "$.v.a.b must be one of 1; it is 2." },
        { """{"type":"object"}""", "{\"a\\u202eb\":1}", "$.v has no member 'a\\u202Eb'; it has none." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fault_OfAMember_IsToldWithItsPath(string schema, string value, string? fault)
    {
        var compiled = ToolSchemaReader.Read(ContextValue.FromJson("{\"type\":\"object\",\"properties\":{\"v\":" + schema + "}}"));

        Assert.Equal(fault, compiled.Fault(ContextValue.FromJson("{\"v\":" + value + "}")));
    }

    [Fact]
    public void Fault_OfBytesAndTimestamps_IsThatOfText()
    {
        var compiled = ToolSchemaReader.Read(ContextValue.FromJson("""{"type":"object","properties":{"v":{"type":"string"}}}"""));

        Assert.Null(compiled.Fault(ContextValue.Map(("v", DateTimeOffset.UnixEpoch))));
        Assert.Null(compiled.Fault(ContextValue.Map(("v", ContextValue.FromBytes([1, 2])))));
    }
}
