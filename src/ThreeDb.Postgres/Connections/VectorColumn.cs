using System.Buffers.Binary;

namespace ThreeDb.Postgres;

/// <summary>Where and how the vectors of the embedding model are stored.</summary>
/// <param name="Table">The model's table.</param>
/// <param name="Dimension">The length of a vector.</param>
/// <param name="IsNative">Whether the column is of pgvector's type; otherwise it is <c>real[]</c> and distances are computed by this process.</param>
internal sealed record VectorColumn(string Table, int Dimension, bool IsNative)
{
    /// <summary>The binary form of pgvector's type: dimension, two unused bytes, the numbers.</summary>
    public static PgBinary ToBinary(ReadOnlySpan<float> vector)
    {
        var bytes = new byte[4 + (4 * vector.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)vector.Length);
        for (var i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(4 + (4 * i)), vector[i]);
        }

        return new PgBinary(bytes);
    }

    public static float[] FromBinary(ReadOnlySpan<byte> bytes)
    {
        var vector = new float[BinaryPrimitives.ReadUInt16BigEndian(bytes)];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleBigEndian(bytes[(4 + (4 * i))..]);
        }

        return vector;
    }
}
