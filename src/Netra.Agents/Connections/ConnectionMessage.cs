using System.Collections.Frozen;
using System.Collections.Immutable;
using Netra.Agents.Contexts;

namespace Netra.Agents.Connections;

/// <summary>A message, read and checked; nothing in it says who is asking.</summary>
internal sealed class ConnectionMessage
{
    internal const int MaxLength = 1024 * 1024;

    private static readonly FrozenDictionary<string, ImmutableArray<string>> Members = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
    {
        ["run"] = ["type", "agent", "input", "thread_id", "run_id"],
        ["resume"] = ["type", "run_id", "after_sequence"],
        ["cancel"] = ["type", "run_id"],
        ["list"] = ["type", "thread_id"],
        ["answer"] = ["type", "run_id", "wait_id", "value", "after_sequence"],
        ["approve"] = ["type", "run_id", "approval_id", "approved"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Compared without case and separators: userId, user-id and USER_ID are one word.
    private static readonly FrozenSet<string> Identities = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "user", "userid", "username", "tenant", "tenantid", "owner", "ownerid", "sub", "subject", "identity", "principal", "onbehalfof", "actor", "grants", "permissions", "roles");

    private readonly ContextValue _members;

    private ConnectionMessage(string type, ContextValue members) => (Type, _members) = (type, members);

    internal string Type { get; }

    internal string Agent => Text("agent");

    internal ContextValue Input => _members["input"];

    internal bool Approved => _members["approved"] is { Kind: ContextValueKind.Boolean } approved ? approved.AsBoolean() : throw Fault("'approved' must be true or false.");

    internal long AfterSequence => _members["after_sequence"] switch
    {
        { IsNull: true } => 0,
        { Kind: ContextValueKind.Integer } sequence when sequence.AsInt64() >= 0 => sequence.AsInt64(),
        _ => throw Fault("'after_sequence' must be an integer of at least 0."),
    };

    internal ThreadId? OptionalThreadId => _members["thread_id"].IsNull ? null : Checked("thread_id", text => new ThreadId(text));

    internal RunId? OptionalRunId => _members["run_id"].IsNull ? null : RunId;

    internal RunId RunId => Checked("run_id", RunId.Parse);

    internal WaitId WaitId => Checked("wait_id", WaitId.Parse);

    internal ContextValue Value => _members["value"];

    internal ApprovalId ApprovalId => Checked("approval_id", ApprovalId.Parse);

    /// <exception cref="ConnectionMessageException">The message is refused; it says why.</exception>
    internal static ConnectionMessage Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            throw Fault($"The message has {utf8.Length:N0} bytes; the limit is {MaxLength:N0}.");
        }

        ContextValue members;
        try
        {
            members = ContextValue.FromJson(utf8);
        }
        catch (FormatException e)
        {
            throw Fault($"The message is no JSON: {e.Message}");
        }

        if (members.Kind != ContextValueKind.Map)
        {
            throw Fault($"A message is a JSON object, not {members.Kind}.");
        }

        var type = members["type"].Kind == ContextValueKind.String ? members["type"].AsString() : "";
        foreach (var (name, _) in members.Entries)
        {
            if (Identities.Contains(name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)))
            {
                throw new ConnectionMessageException(AgentErrorCodes.IdentityInMessage, $"The message has '{IdText.Shown(name)}'. Who is asking, and what they may do, is known from the connection and never read from a message.", Members.ContainsKey(type) ? type : "unknown");
            }
        }

        if (!Members.TryGetValue(type, out var known))
        {
            throw Fault($"'type' must be one of {string.Join(", ", Members.Keys.Order(StringComparer.Ordinal))}; it is '{IdText.Shown(type)}'.");
        }

        foreach (var (name, _) in members.Entries)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                throw Fault($"A '{type}' message has no member '{IdText.Shown(name)}'; it has {string.Join(", ", known)}.", type);
            }
        }

        return new ConnectionMessage(type, members);
    }

    private string Text(string name) => _members[name] is { Kind: ContextValueKind.String } text
        ? text.AsString()
        : throw Fault($"'{name}' must be given, as text.");

    private T Checked<T>(string name, Func<string, T> read)
    {
        try
        {
            return read(Text(name));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw Fault($"'{name}': {e.Message}");
        }
    }

    private static ConnectionMessageException Fault(string message, string type = "unknown") => new(AgentErrorCodes.InvalidMessage, message, type);

    private ConnectionMessageException Fault(string message) => Fault(message, Type);
}
