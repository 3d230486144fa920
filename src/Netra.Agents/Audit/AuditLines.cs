namespace Netra.Agents.Audit;

/// <summary>Reads the lines of a file of records.</summary>
internal sealed class AuditLines(Stream source)
{
    /// <summary>Longer lines were not written here: a payload holds at most a value with its limits.</summary>
    private const int LongestLine = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its end; null after the last.</summary>
    /// <exception cref="EndOfStreamException">The file ends within a line.</exception>
    /// <exception cref="FormatException">The end of the last line was changed, or a line is too long.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        var seen = _start;
        while (true)
        {
            var at = _buffer.AsSpan(seen, _end - seen).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, seen + at - _start);
                _start = seen + at + 1;
                return line;
            }

            seen = MakeRoom();
            var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return _start == _end ? null : throw Cut(_buffer.AsSpan(_start, _end - _start));
            }

            _end += read;
        }
    }

    private static Exception Cut(ReadOnlySpan<byte> rest) => rest is [.., (byte)'}', not (byte)'}']
        ? new FormatException("The end of the last line was changed.")
        : new EndOfStreamException("The file ends within a line.");

    /// <returns>Where to go on looking.</returns>
    private int MakeRoom()
    {
        var length = _end - _start;
        if (length > LongestLine)
        {
            throw new FormatException("A line is too long.");
        }

        if (_end == _buffer.Length)
        {
            var room = _start > 0 && length < _buffer.Length / 2 ? _buffer : new byte[_buffer.Length * 2];
            _buffer.AsSpan(_start, length).CopyTo(room);
            (_buffer, _start, _end) = (room, 0, length);
        }

        return _end;
    }
}
