using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>Makes positions of the change log opaque: one AES block of epoch, transaction id and ordinal under the database's own key.</summary>
/// <remarks>Plain transaction ids would tell a tenant how much the others write.</remarks>
internal sealed class PositionCodec
{
    // After all changes of a transaction that somebody made. The number behind it stands for the end of the log, which whatever transaction may have told (see PositionLook).
    private const int AfterAll = int.MaxValue - 1;

    private readonly byte[] _key;
    private volatile uint _epoch;

    /// <param name="key">The database's secret, 32 hexadecimal digits.</param>
    /// <param name="epoch">Identifies the cluster and its timeline; positions of another one mean nothing here.</param>
    public PositionCodec(string key, uint epoch)
    {
        _key = Convert.FromHexString(key);
        _epoch = epoch;
    }

    /// <summary>Identifies the cluster and its timeline; set anew when another one is found behind the same address.</summary>
    public uint Epoch
    {
        get => _epoch;
        set => _epoch = value;
    }

    public Position Encode(ulong transactionId, int ordinal)
    {
        Span<byte> block = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(block, Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(block[4..], transactionId);
        BinaryPrimitives.WriteInt32BigEndian(block[12..], ordinal);
        using var aes = Aes.Create();
        aes.Key = _key;
        Span<byte> sealed_ = stackalloc byte[16];
        aes.EncryptEcb(block, sealed_, PaddingMode.None);
        return new Position(Base64Url.EncodeToString(sealed_));
    }

    /// <summary>The position from which on every read sees what an earlier request wrote.</summary>
    public Position Of(StoredAnswer answer) => Encode(answer.TransactionId, AfterAll);

    /// <summary>The later of two positions; of those of two epochs the one of the present.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1012</c> for a text that is no position.</exception>
    public Position Later(Position one, Position other)
    {
        var (a, b) = (Open(one), Open(other));
        return (a.Epoch == b.Epoch ? a.Point > b.Point : a.Epoch == Epoch) ? one : other;
    }

    /// <summary>The point of the log that a position stands for.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1012</c> for a text that is no position, <c>TDB2011</c> for one of another database.</exception>
    public LogPoint Decode(Position position)
    {
        var (epoch, point) = Open(position);
        return epoch == Epoch ? point : throw new ThreeDbException(ErrorCodes.UnknownEpoch);
    }

    private (uint Epoch, LogPoint Point) Open(Position position)
    {
        Span<byte> sealed_ = stackalloc byte[16];
        if (position.Token is not { Length: 22 } || Base64Url.DecodeFromChars(position.Token, sealed_, out _, out var length) != OperationStatus.Done || length != 16)
        {
            throw new ThreeDbException(ErrorCodes.InvalidCursor, "The position is not one that 3db gave out.", "Pass the position that a write answered, unchanged; or read without one.");
        }

        using var aes = Aes.Create();
        aes.Key = _key;
        Span<byte> block = stackalloc byte[16];
        aes.DecryptEcb(sealed_, block, PaddingMode.None);
        return (BinaryPrimitives.ReadUInt32BigEndian(block), new LogPoint(BinaryPrimitives.ReadUInt64BigEndian(block[4..]), BinaryPrimitives.ReadInt32BigEndian(block[12..])));
    }
}
