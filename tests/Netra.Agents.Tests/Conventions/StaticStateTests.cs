using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;

namespace Netra.Agents.Tests.Conventions;

public sealed class StaticStateTests
{
    private static readonly Assembly Core = typeof(UserExecutionContext).Assembly;

    [Fact]
    public void EveryStaticField_OfTheCore_CanNeverChange() => Faults.AreNone(StaticState.FaultsOf(Core));

    [Fact]
    public void EveryExcuse_IsStillNeeded() =>
        Faults.AreNone([.. StaticState.UnusedExcuses(Core), .. Immutability.UnusedExcuses(Core)]);

    [Theory]
    [InlineData(typeof(WithField))]
    [InlineData(typeof(WithProperty))]
    [InlineData(typeof(WithThreadStatic))]
    [InlineData(typeof(WithArray))]
    [InlineData(typeof(WithDictionary))]
    [InlineData(typeof(WithSentinel))]
    [InlineData(typeof(WithFrozenLists))]
    [InlineData(typeof(WithChangingPart))]
    [InlineData(typeof(WithOpenBase))]
    [InlineData(typeof(WithDelegate))]
    public void FaultsOf_TypeWithStaticState_IsTold(Type type) => Assert.Single(StaticState.FaultsOf(type));

    [Fact]
    public void FaultsOf_TypeWithoutStaticState_IsEmpty() => Assert.Empty(StaticState.FaultsOf(typeof(Harmless)));

#pragma warning disable CS0649, CA1802, CA1805, CA2211 // Fields for the rule to find, never used.
    private sealed class WithField { internal static int _count; }

    private sealed class WithProperty { internal static string? Current { get; set; } }

    private sealed class WithThreadStatic { [ThreadStatic] internal static string? _user; }

    private sealed class WithArray { internal static readonly int[] Numbers = [1]; }

    private sealed class WithDictionary { internal static readonly ConcurrentDictionary<string, string> Users = new(); }

    private sealed class WithSentinel { internal static readonly object Anything = new(); }

    private sealed class WithFrozenLists { internal static readonly FrozenDictionary<string, List<string>> Users = FrozenDictionary<string, List<string>>.Empty; }

    private sealed class WithChangingPart { internal static readonly Part Shared = new(); }

    private sealed class WithOpenBase { internal static readonly Base Shared = new(); }

    private sealed class WithDelegate { internal static readonly Action Work = () => { }; }

    private sealed class Part { internal int Count; }

    private class Base { internal readonly int Count = 1; }

    private sealed class Derived : Base { internal string? User; }

    private sealed class Harmless
    {
        internal const int Number = 1;
        internal static readonly FrozenSet<string> Names = FrozenSet.Create("a");
        internal static TimeSpan Limit { get; } = TimeSpan.FromSeconds(1);

        internal static Func<int, int> Twice() => number => number * 2;
    }
#pragma warning restore CS0649, CA1802, CA1805, CA2211
}
