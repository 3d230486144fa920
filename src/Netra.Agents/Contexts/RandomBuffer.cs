using System.Security.Cryptography;

namespace Netra.Agents.Contexts;

/// <summary>Random bytes drawn from the operating system in blocks: a call for each id costs most of a microsecond.</summary>
/// <remarks>
/// The one piece of thread-static state in the core. It holds no user's data: each byte is handed out once and wiped as it goes,
/// so what is left in the buffer says nothing about an id that was given.
/// </remarks>
internal static class RandomBuffer
{
    private const int Size = 4 * 1024;

    [ThreadStatic] private static byte[]? _bytes;
    [ThreadStatic] private static int _left;

    internal static void Fill(Span<byte> destination)
    {
        if (destination.Length > Size)
        {
            RandomNumberGenerator.Fill(destination);
            return;
        }

        var bytes = _bytes ??= new byte[Size];
        if (_left < destination.Length)
        {
            RandomNumberGenerator.Fill(bytes);
            _left = Size;
        }

        _left -= destination.Length;
        var given = bytes.AsSpan(_left, destination.Length);
        given.CopyTo(destination);
        given.Clear();
    }
}
