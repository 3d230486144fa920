using System.Text.Json;
using CsCheck;

namespace Netra.Agents.Tests.Contexts;

public sealed class ContextValueRoundTripTests
{
    [Fact]
    public void Serialize_AnyValue_ReadsBackEqualAndWritesTheSameAgain() => ContextValueGenerator.Value.Sample(
        value =>
        {
            var json = JsonSerializer.Serialize(value);
            var read = JsonSerializer.Deserialize<ContextValue>(json);

            Assert.Equal(value, read);
            Assert.Equal(value.GetHashCode(), read.GetHashCode());
            Assert.Equal(json, JsonSerializer.Serialize(read));
        },
        iter: 5_000, threads: 1);

    [Fact]
    public void Serialize_AnyData_ReadsBackEqual() => ContextValueGenerator.Data.Sample(
        data => Assert.Equal(data, JsonSerializer.Deserialize<ContextData>(JsonSerializer.Serialize(data))), iter: 2_000, threads: 1);

    [Fact]
    public void ToJson_AnyValue_IsReadableAsPlainJson() => ContextValueGenerator.Value.Sample(
        value =>
        {
            using var document = JsonDocument.Parse(value.ToUtf8Json());
            var plain = ContextValue.FromJson(value.ToUtf8Json());

            Assert.Equal(plain.ToJson(), ContextValue.FromJson(plain.ToJson()).ToJson());
        },
        iter: 2_000, threads: 1);

    [Fact]
    public void ToCanonicalUtf8Json_AnyMapInAnyOrder_IsTheSame() => Gen.Select(ContextValueGenerator.Data, Gen.Int[0, 1_000]).Sample(
        (data, seed) =>
        {
            var entries = data.Select(entry => (entry.Key, entry.Value)).ToArray();
            var (one, other) = (ContextValue.Map(entries), ContextValue.Map([.. entries.OrderBy(entry => HashCode.Combine(entry.Key, seed))]));

            Assert.Equal(one, other);
            Assert.Equal(one.ToCanonicalUtf8Json(), other.ToCanonicalUtf8Json());
        },
        iter: 1_000, threads: 1);
}
