namespace Netra.Agents.Tools;

/// <summary>How many alternatives may be tried for one value. Alternatives within alternatives multiply: without a bound, a few kilobytes could keep a processor busy for ever.</summary>
internal struct SchemaEffort
{
    internal const string Fault = "$ would take too long to check against alternatives.";

    private int _spent;

    internal readonly bool IsOver => _spent > 100_000;

    internal bool TrySpend()
    {
        _spent++;
        return !IsOver;
    }
}
