using System.Buffers.Binary;
using System.Text;

namespace Netra.Agents.Audit;

/// <summary>Fields, each behind its length in 4 bytes: no two lists of fields are written alike.</summary>
internal ref struct AuditFields(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    internal readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Enough for these texts, however they are encoded.</summary>
    internal static int Size(params ReadOnlySpan<string?> texts)
    {
        var size = 0;
        foreach (var text in texts)
        {
            size += 4 + (3 * (text?.Length ?? 0));
        }

        return size;
    }

    internal void Add(string? text)
    {
        if (text is null)
        {
            AddNone();
            return;
        }

        var length = Encoding.UTF8.GetBytes(text, _buffer[(_length + 4)..]);
        AddLength(length);
        _length += length;
    }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        AddLength(bytes.Length);
        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
    }

    internal void Add(AuditHash hash)
    {
        AddLength(AuditHash.Size);
        hash.CopyTo(_buffer[_length..]);
        _length += AuditHash.Size;
    }

    internal void Add(long number)
    {
        AddLength(8);
        BinaryPrimitives.WriteInt64BigEndian(_buffer[_length..], number);
        _length += 8;
    }

    internal void Add(int number)
    {
        AddLength(4);
        BinaryPrimitives.WriteInt32BigEndian(_buffer[_length..], number);
        _length += 4;
    }

    internal void Add(Guid? id)
    {
        if (id is not { } some)
        {
            AddNone();
            return;
        }

        AddLength(16);
        some.TryWriteBytes(_buffer[_length..], bigEndian: true, out _);
        _length += 16;
    }

    private void AddNone() => AddLength(-1);

    private void AddLength(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer[_length..], length);
        _length += 4;
    }
}
