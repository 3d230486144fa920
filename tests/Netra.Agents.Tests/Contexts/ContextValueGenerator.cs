using CsCheck;

namespace Netra.Agents.Tests.Contexts;

/// <summary>Values of every kind, nested, with names that could be taken for tags.</summary>
internal static class ContextValueGenerator
{
    private static readonly string[] Tricky = ["$", "$$", "$map", "$decimal", "$double", "$timestamp", "$bytes", "$$decimal", "a", "b"];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Const(""), Gen.String[Gen.Char.AlphaNumeric, 0, 8], Gen.String[Gen.Char[' ', '\uD7FF'], 0, 8], Gen.Const("😀"), Gen.Const("\0\n\""));

    private static readonly Gen<string> Name = Gen.OneOf(
        Text, Gen.Int[0, Tricky.Length - 1].Select(i => Tricky[i]));

    private static readonly Gen<ContextValue> Scalar = Gen.OneOf<ContextValue>(
        Gen.Const(ContextValue.Null), Gen.Bool.Select(ContextValue.FromBoolean), Gen.Long.Select(ContextValue.FromInt64),
        Gen.Double.Where(double.IsFinite).Select(ContextValue.FromDouble), Gen.Decimal.Select(ContextValue.FromDecimal), Text.Select(ContextValue.FromString),
        Gen.DateTimeOffset.Select(ContextValue.FromTimestamp), Gen.Byte.Array[0, 12].Select(bytes => ContextValue.FromBytes(bytes)));

    internal static Gen<ContextValue> Value { get; } = Gen.Recursive<ContextValue>((depth, inner) => depth > 4
        ? Scalar
        : Gen.OneOf(
            Scalar,
            inner.Array[0, 4].Select(items => ContextValue.List(items)),
            Entries(inner, 4).Select(entries => ContextValue.Map(entries)),
            Entries(inner, 1).Select(entries => ContextValue.Map(entries))));

    internal static Gen<ContextData> Data { get; } = Entries(Value, 12).Select(entries => ContextData.Of(entries));

    private static Gen<(string, ContextValue)[]> Entries(Gen<ContextValue> values, int most) =>
        Gen.Select(Name, values).Array[0, most].Select(entries => entries.DistinctBy(entry => entry.Item1, StringComparer.Ordinal).ToArray());
}
