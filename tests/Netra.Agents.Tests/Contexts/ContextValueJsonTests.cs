using System.Globalization;
using System.Text.Json;

namespace Netra.Agents.Tests.Contexts;

public sealed class ContextValueJsonTests
{
    private static readonly DateTimeOffset Instant = new DateTimeOffset(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero).AddTicks(1);

    [Fact]
    public void Serialize_EveryKind_ReadsBackAsTheSameKindAndValue()
    {
        ContextValue[] values =
        [
            ContextValue.Null, true, false, 0, long.MinValue, long.MaxValue, 0.0, -0.0, 0.1, 1.0, double.MaxValue, double.Epsilon, 0m, 1.0m, 1.00m, decimal.MinValue,
            "", "a", "\0\u2028\uFEFF😀", "2026-02-03T04:05:06Z", "AQI=", Instant, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, ContextValue.FromBytes([]), ContextValue.FromBytes([1, 2, 255]),
            ContextValue.List(), ContextValue.Map(), ContextValue.List(1, 1.0, 1m, "1", ContextValue.List(ContextValue.Null)), ContextValue.Map(("", 1), ("b", ContextValue.Map(("c", Instant)))),
        ];

        Assert.All(values, value => Assert.Equal(Shape(value), Shape(Again(value))));
    }

    [Fact]
    public void Serialize_Decimal_KeepsItsScale()
    {
        Assert.Equal("1.00", Again(1.00m).AsDecimal().ToString(CultureInfo.InvariantCulture));
        Assert.Equal("1.0", Again(1.0m).AsDecimal().ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("$decimal")]
    [InlineData("$timestamp")]
    [InlineData("$bytes")]
    [InlineData("$map")]
    [InlineData("$")]
    [InlineData("$$")]
    [InlineData("$$decimal")]
    [InlineData("$unknown")]
    public void Serialize_MapThatLooksLikeATag_StaysAMap(string name)
    {
        foreach (var inner in new ContextValue[] { "1.5", 1, 1.5m, ContextValue.Null, ContextValue.Map((name, "1.5")), ContextValue.List(ContextValue.Map((name, "x"))), ContextValue.Map((name, 1), ("other", 2)) })
        {
            var map = ContextValue.Map((name, inner));

            Assert.Equal(Shape(map), Shape(Again(map)));
            Assert.Equal(ContextData.Of((name, map)), JsonSerializer.Deserialize<ContextData>(JsonSerializer.Serialize(ContextData.Of((name, map)))));
        }
    }

    [Fact]
    public void Serialize_AsDeepAsAValueMayBe_ReadsBack()
    {
        foreach (var name in new[] { "a", "$decimal" })
        {
            var deepest = Enumerable.Range(0, ContextValue.MaxDepth).Aggregate((ContextValue)1.50m, (inner, i) => i % 3 == 0 ? ContextValue.List(inner) : ContextValue.Map((name, inner)));

            Assert.Equal(Shape(deepest), Shape(Again(deepest)));
        }
    }

    [Fact]
    public void Serialize_AsLargeAsAValueMayBe_ReadsBack()
    {
        var numbers = ContextValue.List([.. Enumerable.Range(0, 460_000).Select(i => (ContextValue)(i + 0.5))]);
        var bytes = ContextValue.FromBytes(new byte[(ContextValue.MaxSize / 4 * 3) - 10]);

        Assert.Equal(numbers, Again(numbers));
        Assert.Equal(bytes, Again(bytes));
    }

    [Theory]
    [InlineData("{\"$decimal\":1}", "'$decimal' is no form of a value that this version reads.")]
    [InlineData("{\"$later\":\"x\"}", "'$later' is no form of a value that this version reads.")]
    [InlineData("{\"$bytes\":\"?\"}", "The text behind '$bytes' can't be read: ")]
    [InlineData("{\"$decimal\":\"1e99\"}", "The text behind '$decimal' can't be read: ")]
    [InlineData("{\"$decimal\":\"99999999999999999999999999999999\"}", "The text behind '$decimal' can't be read: ")]
    [InlineData("{\"$timestamp\":\"noon\"}", "The text behind '$timestamp' can't be read: ")]
    [InlineData("{\"$double\":\"NaN\"}", "A value must be finite; it is NaN.")]
    public void Deserialize_TagThatHoldsSomethingElse_IsRefused(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ContextValue>(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Deserialize_DataThatIsNoObject_IsRefused()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ContextData>("[1]"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ContextData>("\"a\""));
    }

    [Fact]
    public void Deserialize_LoneSurrogate_IsRefused() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ContextValue>("\"\\ud800\""));

    [Fact]
    public void ToJson_EveryKind_IsPlain()
    {
        var value = ContextValue.Map(
            ("null", ContextValue.Null), ("bool", true), ("int", 7), ("double", 0.5), ("decimal", 1.50m), ("text", "<é\"\n>"), ("when", Instant), ("bytes", ContextValue.FromBytes([1, 2])), ("list", ContextValue.List(1)));

        Assert.Equal(
            """{"null":null,"bool":true,"int":7,"double":0.5,"decimal":1.50,"text":"<é\"\n>","when":"2026-02-03T04:05:06.7890001Z","bytes":"AQI=","list":[1]}""",
            value.ToJson());
    }

    [Theory]
    [InlineData("1", ContextValueKind.Integer)]
    [InlineData("-9223372036854775808", ContextValueKind.Integer)]
    [InlineData("9223372036854775808", ContextValueKind.Decimal)]
    [InlineData("1.0", ContextValueKind.Decimal)]
    [InlineData("0.1234567890123456789012345", ContextValueKind.Decimal)]
    [InlineData("0.12345678901234567890123456789", ContextValueKind.Double)]
    [InlineData("1e2", ContextValueKind.Double)]
    [InlineData("99999999999999999999999999999999", ContextValueKind.Double)]
    public void FromJson_Number_BecomesTheKindThatHoldsIt(string json, ContextValueKind kind) => Assert.Equal(kind, ContextValue.FromJson(json).Kind);

    [Fact]
    public void From_ObjectAndBack_IsACopyOfIt()
    {
        var order = new Dictionary<string, object> { ["id"] = "#W1", ["lines"] = new[] { 1, 2 } };

        var value = ContextValue.From(order);

        Assert.Equal(ContextValue.Map(("id", "#W1"), ("lines", ContextValue.List(1, 2))), value);
        Assert.Equal([1, 2], value["lines"].As<int[]>()!);
        Assert.Equal(ContextValue.Null, ContextValue.From<string?>(null));
        Assert.Equal(value, ContextValue.From(value));
        Assert.Equal(value, value.As<ContextValue>());
        Assert.Throws<JsonException>(() => value.As<int>());
    }

    private static ContextValue Again(ContextValue value) => JsonSerializer.Deserialize<ContextValue>(JsonSerializer.Serialize(value));

    /// <summary>The value with the kind of every part, and decimals with their scale: what equality alone would not tell.</summary>
    private static string Shape(ContextValue value) => value.Kind switch
    {
        ContextValueKind.List => $"[{string.Join(",", value.Items.Select(Shape))}]",
        ContextValueKind.Map => $"{{{string.Join(",", value.Entries.Select(entry => $"{entry.Key}={Shape(entry.Value)}"))}}}",
        ContextValueKind.Double => $"Double {BitConverter.DoubleToInt64Bits(value.AsDouble())}",
        _ => $"{value.Kind} {value.ToJson()}",
    };
}
