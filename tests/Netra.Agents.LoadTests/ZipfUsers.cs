namespace Netra.Agents.LoadTests;

/// <summary>A few users ask most of the questions: the k-th most active one in proportion to 1 / k^1.1.</summary>
internal sealed class ZipfUsers
{
    private const double Exponent = 1.1;
    private readonly double[] _upTo;
    private readonly Owner[] _owners;

    internal ZipfUsers(int count)
    {
        _upTo = new double[count];
        _owners = new Owner[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += Math.Pow(i + 1, -Exponent);
            _upTo[i] = sum;
            _owners[i] = new Owner(new UserId(FormattableString.Invariant($"user-{i + 1}")));
        }
    }

    internal Owner Draw(Random random)
    {
        var at = Array.BinarySearch(_upTo, random.NextDouble() * _upTo[^1]);
        return _owners[Math.Min(at < 0 ? ~at : at, _owners.Length - 1)];
    }

    /// <summary>One after the other, from the first again when all had a turn.</summary>
    internal Owner InTurn(int index) => _owners[index % _owners.Length];

    /// <summary>Somebody else.</summary>
    internal Owner OtherThan(Owner owner) => _owners[0] == owner ? _owners[1] : _owners[0];
}
