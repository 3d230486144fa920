using System.Runtime.CompilerServices;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>Whose each session is: the owner's who used it first. Sessions over HTTP are known by their ids, those over streams by their options.</summary>
internal sealed class McpSessions(int maxSessions, IEntropySource entropy)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Session>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Session> _byUse = [];
    private readonly ConditionalWeakTable<McpServerOptions, Session> _byOptions = [];

    /// <summary>The conversation of the session; null when it is another's.</summary>
    internal ThreadId? ThreadOf(McpServer server, Owner owner)
    {
        // Where the protocol has no sessions, each request comes with options of its own.
        var session = server.SessionId is { } id ? ById(id, owner) : _byOptions.GetValue(server.ServerOptions, _ => New("", owner));
        return session.Owner == owner ? session.ThreadId : null;
    }

    private Session ById(string id, Owner owner)
    {
        lock (_gate)
        {
            if (_byId.TryGetValue(id, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddLast(known);
                return known.Value;
            }

            if (_byId.Count >= maxSessions)
            {
                _byId.Remove(_byUse.First!.Value.Id);
                _byUse.RemoveFirst();
            }

            return (_byId[id] = _byUse.AddLast(New(id, owner))).Value;
        }
    }

    private Session New(string id, Owner owner)
    {
        Span<byte> random = stackalloc byte[16];
        entropy.Fill(random);
        return new Session(id, owner, new ThreadId("mcp-" + Convert.ToHexStringLower(random)));
    }

    private sealed record Session(string Id, Owner Owner, ThreadId ThreadId);
}
