using System.Security.Cryptography;
using System.Text;

namespace Netra.Agents.WebLoad;

/// <summary>What only one owner's text may hold; both processes know it from the name.</summary>
internal static class Secret
{
    internal static string Of(string user) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"secret of {user}")).AsSpan(0, 8));
}
