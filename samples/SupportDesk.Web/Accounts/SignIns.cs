using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;

namespace SupportDesk.Web.Accounts;

/// <summary>The sign-ins that are open. A cookie whose sign-in was ended is worth nothing, and neither is a connection that was made with it.</summary>
internal sealed class SignIns
{
    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);

    internal string Begin()
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _open[id] = 0;
        return id;
    }

    internal bool IsOpen(ClaimsPrincipal? user) => IdOf(user) is { } id && _open.ContainsKey(id);

    internal void End(ClaimsPrincipal user)
    {
        if (IdOf(user) is { } id)
            _open.TryRemove(id, out _);
    }

    private static string? IdOf(ClaimsPrincipal? user) => user?.FindFirstValue(Account.SignInClaim);
}
