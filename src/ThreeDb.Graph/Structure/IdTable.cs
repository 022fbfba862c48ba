using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ThreeDb.Graphs;

/// <summary>The ids of live entities by seq, and the other way round. Never changes.</summary>
internal sealed class IdTable
{
    private readonly byte[] _text;
    private readonly int[] _offsets;
    private readonly int[] _buckets;

    /// <param name="text">The ids in UTF-8, one after another by seq.</param>
    /// <param name="offsets">Where each begins; one more than there are seqs. An entity that does not live has an empty one.</param>
    public IdTable(byte[] text, int[] offsets)
    {
        _text = text;
        _offsets = offsets;
        var live = 0;
        for (var seq = 0; seq + 1 < offsets.Length; seq++)
        {
            live += offsets[seq + 1] > offsets[seq] ? 1 : 0;
        }

        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, live + (live / 2)))];
        for (var seq = 0; seq + 1 < offsets.Length; seq++)
        {
            if (offsets[seq + 1] > offsets[seq])
            {
                var place = Hash(Of(seq)) & (_buckets.Length - 1);
                while (_buckets[place] != 0)
                {
                    place = (place + 1) & (_buckets.Length - 1);
                }

                _buckets[place] = seq;
            }
        }
    }

    public static IdTable Empty { get; } = new([], [0]);

    public long Bytes => _text.Length + (4L * _offsets.Length) + (4L * _buckets.Length);

    /// <summary>The id of a seq in UTF-8; empty when it does not live.</summary>
    public ReadOnlySpan<byte> Of(int seq) => seq + 1 < _offsets.Length ? _text.AsSpan(_offsets[seq].._offsets[seq + 1]) : default;

    /// <summary>The seq of an id; 0 when it has none.</summary>
    public int Find(ReadOnlySpan<byte> id)
    {
        var place = Hash(id) & (_buckets.Length - 1);
        while (_buckets[place] is var seq and not 0)
        {
            if (Of(seq).SequenceEqual(id))
            {
                return seq;
            }

            place = (place + 1) & (_buckets.Length - 1);
        }

        return 0;
    }

    /// <summary>The seq of an id; 0 when it has none.</summary>
    public int Find(string id)
    {
        var most = Encoding.UTF8.GetMaxByteCount(id.Length);
        Span<byte> utf8 = most <= 1024 ? stackalloc byte[1024] : new byte[most];

        // A lone surrogate is not replaced: nothing that is stored has one.
        var status = Utf8.FromUtf16(id, utf8, out _, out var written, replaceInvalidSequences: false);
        return status == OperationStatus.Done ? Find(utf8[..written]) : 0;
    }

    // Seeded anew in every process: nobody can choose ids that collide.
    private static int Hash(ReadOnlySpan<byte> id)
    {
        var hash = default(HashCode);
        hash.AddBytes(id);
        return hash.ToHashCode();
    }
}
