namespace Netra.Agents.Contexts;

/// <summary>Marks a service scope as made by the library, and holds whose it is. Set once, before anything else is resolved.</summary>
internal sealed class OwnerScope
{
    private UserExecutionContext? _context;

    internal UserExecutionContext Context => _context
        ?? throw new InvalidOperationException("UserExecutionContext was asked for outside of a scope that the library made. It can be injected into agents, tools and the scoped or transient services that they use; never into a singleton, and not from a scope of the host's own.");

    internal void Stamp(UserExecutionContext context) =>
        _context = _context is null ? context : throw new InvalidOperationException("A service scope was given a second owner. A scope belongs to one execution or one tool call.");
}
